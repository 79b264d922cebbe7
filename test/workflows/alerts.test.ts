import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../workflows/calendar/local-date.js';
import { alertsOf } from '../../workflows/protocol/index.js';
import {
  CARER,
  COMMITMENTS,
  commenced,
  designed,
  DESIGN,
  JOINT_FUNDING,
  reviewed,
} from '../helpers/package-story.js';
import { pathway } from '../helpers/pathway.js';
import { SEFTON, type Story } from '../helpers/story.js';

const alerts = (story: Story, today: string, nextPanelOn: string | null = null) =>
  alertsOf(
    story.record,
    { today: localDate(today), nextPanelOn: nextPanelOn === null ? null : localDate(nextPanelOn) },
    SEFTON,
  );
const ofClause = (story: Story, clause: string, today: string, nextPanelOn: string | null = null) =>
  alerts(story, today, nextPanelOn).filter(({ clauses }) => clauses[0] === clause);

describe('what whoever opens a case is to see', () => {
  it('[REV-5] a review that can be held with that of the plan, until it is planned', () => {
    const plan = { status: 'inPlace', reviewOn: '2026-05-20', individualCarePlan: false };
    const story = commenced().tell('EHCP_RECORDED', plan, { at: '2026-04-01' });
    const [alert] = ofClause(story, 'REV-5', '2026-05-11');
    expect(alert?.message).toBe(
      'The review due on Tuesday 2 June 2026 may be held with that of the education, health and care plan on Wednesday 20 May 2026.',
    );
    expect(ofClause(story, 'REV-5', '2026-05-21')).toEqual([]);
    story.tell('REVIEW_PLANNED', { plannedOn: '2026-05-20', becauseOfEhcp: true }, { at: '2026-05-11' });
    expect(ofClause(story, 'REV-5', '2026-05-11')).toEqual([]);
  });

  it('[ROL-1] that nobody is named, until somebody is', () => {
    expect(ofClause(pathway.qualityAssured(), 'ROL-1', '2026-01-06')).toHaveLength(1);
    expect(alerts(pathway.assessing(), '2026-01-07')).toEqual([]);
  });

  it('[CHK-3] that consent is withdrawn, and that live care goes on', () => {
    const withdrawal = { withdrawnOn: '2026-03-10', by: 'parent', reason: 'not any more' };
    const [alert] = ofClause(
      commenced().tell('CONSENT_WITHDRAWN', withdrawal, { at: '2026-03-10' }),
      'CHK-3',
      '2026-03-10',
    );
    expect(alert?.message).toMatch('The care that is given goes on');
  });

  it('[PRV-1] an assurance that ends within four weeks of a package under way, and then the gap it left', () => {
    const story = commenced();
    expect(ofClause(story, 'PRV-1', '2027-01-18')).toEqual([]);
    const [soon] = ofClause(story, 'PRV-1', '2027-01-19');
    expect(soon?.message).toBe('Assurances of the package under way end within 28 calendar days.');
    expect(soon?.missing).toContain(
      'carer 1 (parent), suction: training holds until Tuesday 16 February 2027',
    );
    expect(soon?.missing).toContain('plan of care holds until Tuesday 16 February 2027');
    const [gap] = ofClause(story, 'PRV-1', '2027-02-17');
    expect(gap?.missing).toContain(
      'carer 1 (parent), suction: training expired after Tuesday 16 February 2027',
    );
  });

  it('[PRV-1] a carer who is added, until each of their tasks is assured', () => {
    const added = { ...CARER, carer: 'teacher', kind: 'schoolStaff', tasks: ['suction'] };
    const story = commenced().tell('CARER_ADDED', added, { at: '2026-04-01' });
    expect(ofClause(story, 'PRV-1', '2026-04-01')[0]?.missing).toEqual([
      'carer 2 (school staff), suction: training not recorded',
      'carer 2 (school staff), suction: competency sign-off not recorded',
    ]);
  });

  it('[PRV-2] a package designed on an old assessment', () => {
    const old = { ...DESIGN, assessmentsDatedOn: '2025-06-01', oldAssessmentReason: 'nothing has changed' };
    const story = pathway.decided().tell('PACKAGE_DESIGNED', old, { at: '2026-02-09' });
    expect(ofClause(story, 'PRV-2', '2026-02-09')).toHaveLength(1);
    expect(ofClause(designed(), 'PRV-2', '2026-02-09')).toEqual([]);
  });

  it('[PAN-6] [ROL-3] agreement in principle, with everything that is outstanding', () => {
    const dear = { ...JOINT_FUNDING, weeklyCost: 600_000 };
    const shares = COMMITMENTS.commitments.map((one) => ({ ...one, weekly: 300_000 }));
    const story = pathway
      .decided()
      .tell('FUNDING_PROPOSED', dear, { at: '2026-02-10T09:00' })
      .tell('FUNDING_COMMITTED', { commitments: shares }, { at: '2026-02-10T14:00', by: 'chair' });
    expect(ofClause(story, 'PAN-6', '2026-02-10')[0]?.missing).toEqual([
      'further agreement of social care',
      'the authorisation of the high cost form',
    ]);
  });

  it('[PAN-1] a meeting that comes too late for the clock, or none at all', () => {
    const story = pathway.signedOff();
    expect(ofClause(story, 'PAN-1', '2026-01-23', '2026-02-04')).toEqual([]);
    expect(ofClause(story, 'PAN-1', '2026-01-23', '2026-03-04')).toEqual([
      {
        clauses: ['PAN-1', 'CHK-10'],
        message:
          'The next meeting that can take the case is on Wednesday 4 March 2026: the decision is due on Monday 16 February 2026.',
      },
    ]);
    expect(ofClause(story, 'PAN-1', '2026-01-23')[0]?.missing).toEqual(['a meeting of the joint panel']);
    expect(ofClause(pathway.listed(), 'PAN-1', '2026-01-23', '2026-03-04')[0]?.message).toBe(
      'The meeting with the case on its agenda is on Wednesday 4 March 2026: the decision is due on Monday 16 February 2026.',
    );
  });

  it.each(['change', 'stepDown', 'end'])(
    '[REV-6] a review that came to %s, until it is carried out',
    (outcome) => {
      const story = reviewed({ outcome });
      expect(ofClause(story, 'REV-6', '2026-05-28')).toHaveLength(1);
      story.tell('PACKAGE_ENDED', { endedOn: '2026-06-30', reason: 'noLongerNeeded' }, { at: '2026-06-30' });
      expect(ofClause(story, 'REV-6', '2026-06-30')).toEqual([]);
    },
  );

  it('[REV-6] nothing to be carried out where the package goes on as it is', () => {
    expect(ofClause(reviewed(), 'REV-6', '2026-05-28')).toEqual([]);
  });

  it('[SCO-10] after a death nothing but what is brought to the family by hand', () => {
    const died = { diedOn: '2026-02-05', toldBy: 'the hospital' };
    expect(alerts(pathway.decided().tell('CHILD_DIED', died, { at: '2026-02-06' }), '2026-02-06')).toEqual([
      {
        clauses: ['SCO-10'],
        message: 'What is owed to the family is brought to them by a person.',
        missing: ['the family, told in any way', 'the family, told in writing'],
      },
    ]);
  });
});
