import { describe, expect, it } from '@jest/globals';
import { replay } from '../../workflows/protocol/index.js';
import { pathway } from '../helpers/pathway.js';
import { SEFTON, type Story } from '../helpers/story.js';

const again = (story: Story) => replay(story.record, story.events, () => SEFTON);
const manager = (at: string) => ({ at, by: 'manager' as const });
const wrongReceipt = () => pathway.qualityAssured().passDeadlines('2026-01-20');

describe('a wrong date', () => {
  it('[CHK-9] is superseded, never edited: deadlines follow and the breach is withdrawn by an event', () => {
    const story = wrongReceipt();
    expect(story.record.breaches['checklist-decision/referral-1.1']).toMatchObject({ occurrence: 1 });
    story.tell(
      'FACT_CORRECTED',
      { event: 3, field: 'receivedOn', to: '2026-01-19', reason: 'misread stamp' },
      manager('2026-01-21'),
    );
    expect(story.events[2]?.content).toMatchObject({ receivedOn: '2026-01-05' });
    expect(story.deadline('checklist-decision/referral-1.1')).toMatchObject({
      startedOn: '2026-01-19',
      dueOn: '2026-01-26',
      settled: null,
    });
    expect(story.deadline('decision-national/referral-1').dueOn).toBe('2026-03-02');
    expect(story.events.at(-1)).toMatchObject({
      type: 'BREACH_WITHDRAWN',
      content: { deadline: 'checklist-decision/referral-1.1', occurrence: 1 },
    });
    expect(again(story).record).toEqual(story.record);
  });

  it('a deadline that passes after all passes again, as another occurrence', () => {
    const story = wrongReceipt()
      .tell(
        'FACT_CORRECTED',
        { event: 3, field: 'receivedOn', to: '2026-01-19', reason: 'misread stamp' },
        manager('2026-01-21'),
      )
      .passDeadlines('2026-01-27');
    expect(story.record.breaches['checklist-decision/referral-1.1']).toMatchObject({ occurrence: 2 });
    expect(again(story).record).toEqual(story.record);
  });

  it('a correction that turns out wrong is corrected in turn', () => {
    const story = wrongReceipt()
      .tell(
        'FACT_CORRECTED',
        { event: 3, field: 'receivedOn', to: '2026-01-19', reason: 'misread stamp' },
        manager('2026-01-21'),
      )
      .tell(
        'FACT_CORRECTED',
        { event: 3, field: 'receivedOn', to: '2026-01-06', reason: 'it was the sixth' },
        manager('2026-01-22'),
      );
    expect(story.deadline('checklist-decision/referral-1.1').dueOn).toBe('2026-01-13');
    expect(again(story).record).toEqual(story.record);
  });

  it('reaches what is long over: a decision met late turns out to have been in time', () => {
    const story = pathway.qualityAssured().passDeadlines('2026-01-13');
    story.tell('CHECKLIST_PROCEEDED', { decidedOn: '2026-01-13', rationale: 'x' }, { at: '2026-01-13' });
    expect(story.deadline('checklist-decision/referral-1.1').settled).toMatchObject({ late: true });
    story.tell(
      'FACT_CORRECTED',
      { event: 6, field: 'decidedOn', to: '2026-01-12', reason: 'decided the day before' },
      manager('2026-01-14'),
    );
    expect(story.deadline('checklist-decision/referral-1.1').settled).toMatchObject({
      late: false,
      on: '2026-01-12',
    });
    expect(story.events.at(-1)?.type).toBe('BREACH_WITHDRAWN');
    expect(again(story).record).toEqual(story.record);
  });

  it.each([
    ['an event that is not there', { event: 99, field: 'receivedOn' }],
    ['a fact the event does not have', { event: 3, field: 'shoeSize' }],
    ['words, which are kept as they were written', { event: 7, field: 'rationale' }],
  ])('is refused for %s', (_what, about) => {
    expect(
      pathway
        .assessing()
        .clausesAgainst('FACT_CORRECTED', { to: '2026-01-06', reason: 'x', ...about }, manager('2026-01-21')),
    ).toEqual(['CHK-9']);
  });

  it.each([
    [
      'FACT_CORRECTED',
      { event: 3, field: 'receivedOn', to: '2026-01-19' },
      { field: 'to', to: '2026-01-06' },
    ],
    ['ENTERED_IN_ERROR', { event: 4 }, { field: 'event', to: '3' }],
  ])('is refused for another correction (%s), and says what to do instead', (type, first, second) => {
    const story = wrongReceipt().tell(type, { reason: 'misread', ...first }, manager('2026-01-21'));
    const event = story.events.findLast((one) => one.type === type)?.seq ?? 0;
    const [refusal] = story.refused(
      'FACT_CORRECTED',
      { event, reason: 'misread again', ...second },
      manager('2026-01-22'),
    );
    expect(refusal?.clauses).toEqual(['CHK-9']);
    expect(refusal?.message).toMatch(/^Event \d is itself a correction\. Correct the fact again/);
  });

  it('a breach the service recorded cannot be struck: the fact it rests on is corrected', () => {
    const story = wrongReceipt();
    expect(
      story.clausesAgainst('ENTERED_IN_ERROR', { event: 5, reason: 'x' }, manager('2026-01-21')),
    ).toEqual(['HNA-11']);
  });
});

describe('entered in error', () => {
  it('an event is struck and everything follows as if it had not happened', () => {
    const story = pathway.assessing();
    const before = story.record.facts.assessor;
    story.tell('EHCP_RECORDED', { status: 'inPlace', individualCarePlan: false }, { at: '2026-01-08' });
    story.tell('ENTERED_IN_ERROR', { event: 7, reason: "another child's plan" }, manager('2026-01-09'));
    expect(story.record.facts).toMatchObject({ ehcp: null, assessor: before });
    expect(again(story).record).toEqual(story.record);
  });

  it('is refused where later events rest on it, naming the first and its clause', () => {
    const refusals = pathway
      .evidenced()
      .refused('ENTERED_IN_ERROR', { event: 6, reason: 'x' }, manager('2026-01-25'));
    expect(refusals[0]?.message).toMatch(
      /^Event 7 \(Record the multi-disciplinary team meeting\) rests on it/,
    );
    expect(refusals[0]?.clauses).toEqual(['HNA-1']);
  });

  it('[SCO-10] a death entered in error: the clocks run again as they were', () => {
    const story = pathway.assessing();
    const before = story.deadline('decision-national/referral-1');
    story.tell('CHILD_DIED', { diedOn: '2026-01-08', toldBy: 'a wrong message' }, { at: '2026-01-08' });
    story.tell(
      'ENTERED_IN_ERROR',
      { event: 7, reason: 'the message was about someone else' },
      manager('2026-01-08T12:00'),
    );
    expect(story.record.facts.died).toBeNull();
    expect(story.deadline('decision-national/referral-1')).toEqual(before);
    expect(again(story).record).toEqual(story.record);
  });

  it('the opening of a case is not struck', () => {
    expect(
      pathway.opened().clausesAgainst('ENTERED_IN_ERROR', { event: 1, reason: 'x' }, manager('2026-01-06')),
    ).toEqual(['SCO-6']);
  });
});

describe('a late record', () => {
  it('that would undo a breach is taken only with its reason', () => {
    const story = pathway.decided().passDeadlines('2026-02-12');
    const told = {
      recipient: 'family',
      how: 'telephone',
      toldOn: '2026-02-06',
      said: 'eligible',
      rationaleGiven: true,
    };
    story.tell('NOTICE_GIVEN', told, { at: '2026-02-13' });
    const professionals = { ...told, recipient: 'keyProfessionals' };
    expect(story.clausesAgainst('NOTICE_GIVEN', professionals, { at: '2026-02-13' })).toEqual(['PAN-9']);
    story.tell(
      'NOTICE_GIVEN',
      { ...professionals, lateReason: 'the note was mislaid' },
      { at: '2026-02-13' },
    );
    expect(story.deadline('decision-notice/panelItem-1').settled).toMatchObject({ late: false });
    expect(story.events.at(-1)?.type).toBe('BREACH_WITHDRAWN');
    expect(again(story).record).toEqual(story.record);
  });
});
