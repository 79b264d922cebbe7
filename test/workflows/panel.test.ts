import { describe, expect, it } from '@jest/globals';
import { exclusions, stageOf } from '../../workflows/protocol/index.js';
import { ALL_YES, CHILD, DECISION, pathway } from '../helpers/pathway.js';
import { quorateMeeting, Story } from '../helpers/story.js';

const HELD = '2026-02-04';
const arranged = (more: object = {}) => quorateMeeting(HELD, { stage: 'arranged', present: [], ...more });
const deciding = (more: object = {}) => ({
  at: `${HELD}T14:00`,
  by: 'chair' as const,
  evidence: { meeting: quorateMeeting(HELD, more) },
});
const listing = (more: object = {}, at = '2026-01-26') => ({
  at,
  by: 'coordinator' as const,
  evidence: { meeting: arranged(more) },
});

describe('a meeting of the panel', () => {
  const MEETING = { heldOn: HELD, chair: 'chair' };
  const meeting = () =>
    new Story('meeting').tell('MEETING_ARRANGED', MEETING, { at: '2026-01-05', by: 'coordinator' });

  it('[PAN-15] has a chair who holds that role', () => {
    expect(
      new Story('meeting').clausesAgainst(
        'MEETING_ARRANGED',
        { ...MEETING, chair: 'nurse' },
        { at: '2026-01-05', by: 'coordinator' },
      ),
    ).toEqual(['PAN-15']);
  });

  it.each([
    ['a day that has gone', '2026-01-02'],
    ['a Saturday', '2026-02-07'],
    ['a bank holiday', '2026-04-03'],
    ['a mistyped year', '2062-02-03'],
    ['more than two years ahead', '2028-01-06'],
  ])('[PAN-1] is not arranged for %s', (_what, heldOn) => {
    expect(
      new Story('meeting').clausesAgainst(
        'MEETING_ARRANGED',
        { ...MEETING, heldOn },
        { at: '2026-01-05', by: 'coordinator' },
      ),
    ).toEqual(['PAN-1']);
  });

  it.each([
    ['a day that has gone', '2026-01-05'],
    ['a Saturday', '2026-02-07'],
    ['a bank holiday', '2026-04-03'],
    ['a mistyped year', '9999-12-30'],
  ])('[PAN-1] is not moved to %s', (_what, heldOn) => {
    const told = { at: '2026-01-06', by: 'coordinator' as const };
    expect(meeting().clausesAgainst('MEETING_MOVED', { heldOn, reason: 'snow' }, told)).toEqual(['PAN-1']);
  });

  describe('[PAN-1] at short notice', () => {
    const at = (day: string) => ({ at: day, by: 'coordinator' as const });
    const said = { shortNotice: 'A child is to leave hospital.' };

    it.each([
      ['the day papers close', '2026-01-28', {}, []],
      ['the day after', '2026-01-29', {}, ['PAN-1']],
      ['the day itself', HELD, {}, ['PAN-1']],
      ['the day after, and it is said why', '2026-01-29', said, []],
      ['the day itself, and it is said why', HELD, said, []],
      ['the day papers close, and it is said to be at short notice', '2026-01-28', said, ['PAN-1']],
    ])('is arranged or moved only where it is said why: on %s', (_what, on, why, clauses) => {
      const arranging = new Story('meeting');
      const moving = new Story('meeting').tell(
        'MEETING_ARRANGED',
        { ...MEETING, heldOn: '2026-03-04' },
        at('2026-01-05'),
      );
      const moved = { heldOn: HELD, reason: 'The room is taken.' };
      const against = (story: Story, type: string, content: object) => {
        const outcome = story.ask(type, { ...content, ...why }, at(on));
        return outcome.kind === 'refused' ? outcome.refusals.flatMap((one) => one.clauses) : [];
      };

      expect(against(arranging, 'MEETING_ARRANGED', MEETING)).toEqual(clauses);
      expect(against(moving, 'MEETING_MOVED', moved)).toEqual(clauses);
    });

    it('is refused with the first day whose papers are still taken', () => {
      const [refusal] = new Story('meeting').refused('MEETING_ARRANGED', MEETING, at('2026-01-31'));

      expect(refusal?.message).toContain('would have closed on Wednesday 28 January 2026');
      expect(refusal?.missing?.[0]).toContain('a day from Monday 9 February 2026 on');
    });

    it('is so no more once it is moved to a day with papers to come', () => {
      const story = new Story('meeting').tell('MEETING_ARRANGED', { ...MEETING, ...said }, at('2026-01-30'));
      const held = () => Object.values(story.record.processes)[0]?.facts;
      expect(held()).toMatchObject({ shortNotice: true });
      story.tell('MEETING_MOVED', { heldOn: '2026-03-04', reason: 'Snow.' }, at('2026-01-30'));

      expect(held()).toMatchObject({ heldOn: '2026-03-04', shortNotice: false });
    });
  });

  describe('[PAN-4] minutes', () => {
    const closed = () =>
      meeting()
        .tell(
          'ATTENDANCE_RECORDED',
          { present: ['chair', 'commissioner'], apologies: [] },
          { at: HELD, by: 'coordinator' },
        )
        .tell('MEETING_CLOSED', {}, { at: HELD, by: 'coordinator' });
    const approving = { members: ['chair', 'commissioner'] };

    it('are approved once the meeting is closed, and then take corrections only, which are approved too', () => {
      const minuted = closed().tell('MINUTES_APPROVED', approving, { at: HELD, by: 'chair' });
      const correction = { about: 'a name', correction: 'another name' };

      expect(meeting().clausesAgainst('MINUTES_APPROVED', approving, { at: HELD, by: 'chair' })).toEqual([
        'PAN-4',
      ]);
      expect(minuted.clausesAgainst('MINUTES_APPROVED', approving, { at: HELD, by: 'chair' })).toEqual([
        'PAN-4',
      ]);
      expect(minuted.clausesAgainst('MEETING_CLOSED', {}, { at: HELD, by: 'coordinator' })).toEqual([
        'PAN-4',
      ]);
      const corrected = minuted.tell('MINUTES_CORRECTED', correction, { at: HELD, by: 'coordinator' });
      expect(stageOf(corrected.record).words).toBe('Minutes corrected, to be approved again');
      expect(
        stageOf(corrected.tell('MINUTES_APPROVED', approving, { at: HELD, by: 'chair' }).record).words,
      ).toBe('Minutes approved');
    });

    it('[PAN-3] are not approved by somebody to whom an item is not shown before they declare', () => {
      const evidence = (toDeclare: number) => ({ meeting: quorateMeeting(HELD, { toDeclare }) });
      const by = { at: HELD, by: 'chair' as const };

      expect(
        closed().clausesAgainst('MINUTES_APPROVED', approving, { ...by, evidence: evidence(2) }),
      ).toEqual(['PAN-4']);
      expect(closed().ask('MINUTES_APPROVED', approving, { ...by, evidence: evidence(0) }).kind).not.toBe(
        'refused',
      );
    });

    it('are not approved while an item has no outcome, nor for members who are none', () => {
      const listed = {
        evidence: { meeting: quorateMeeting(HELD, { listed: 1 }) },
        by: 'chair' as const,
        at: HELD,
      };

      expect(closed().clausesAgainst('MINUTES_APPROVED', approving, listed)).toEqual(['PAN-4']);
      expect(
        closed().clausesAgainst('MINUTES_APPROVED', { members: ['nurse'] }, { at: HELD, by: 'chair' }),
      ).toEqual(['PAN-2']);
    });
  });

  it('[PAN-2] [PAN-4] attendance is recorded when it is held, of members only', () => {
    const present = { present: ['chair', 'commissioner'], apologies: [] };
    expect(
      meeting().clausesAgainst('ATTENDANCE_RECORDED', present, { at: '2026-02-03', by: 'coordinator' }),
    ).toEqual(['PAN-2']);
    expect(
      meeting().clausesAgainst(
        'ATTENDANCE_RECORDED',
        { ...present, present: ['nurse'] },
        { at: HELD, by: 'coordinator' },
      ),
    ).toEqual(['PAN-2']);
    expect(
      stageOf(meeting().tell('ATTENDANCE_RECORDED', present, { at: HELD, by: 'coordinator' }).record).words,
    ).toBe('Held');
  });

  it('[PAN-4] [PAN-15] nobody is present and away, and whoever chairs instead is there', () => {
    const told = { at: HELD, by: 'coordinator' as const };
    const recorded = (content: object) =>
      meeting().clausesAgainst(
        'ATTENDANCE_RECORDED',
        { present: ['commissioner'], apologies: [], ...content },
        told,
      );

    expect(recorded({ present: ['chair', 'commissioner'], apologies: ['commissioner'] })).toEqual(['PAN-4']);
    expect(recorded({ chair: 'chair' })).toEqual(['PAN-15']);
    const right = { present: ['chair'], apologies: ['commissioner'], chair: 'chair' };
    expect(stageOf(meeting().tell('ATTENDANCE_RECORDED', right, told).record).words).toBe('Held');
  });

  it('[PAN-1] is not cancelled while cases are on its agenda', () => {
    const told = { at: '2026-01-26', by: 'coordinator' as const };
    expect(
      meeting().clausesAgainst(
        'MEETING_CANCELLED',
        { reason: 'snow' },
        { ...told, evidence: { meeting: arranged({ listed: 2 }) } },
      ),
    ).toEqual(['PAN-1']);
    expect(
      stageOf(
        meeting().tell(
          'MEETING_CANCELLED',
          { reason: 'snow' },
          { ...told, evidence: { meeting: arranged() } },
        ).record,
      ).words,
    ).toBe('Ended');
  });
});

describe('the agenda', () => {
  it.each([
    ['papers closed 5 working days before', {}, '2026-01-29', ['PAN-1']],
    ['the agenda is full', { listed: 10 }, '2026-01-26', ['PAN-1']],
    ['the meeting is over', { stage: 'held' }, '2026-01-26', ['PAN-1']],
  ])('[PAN-1] takes no case when %s', (_what, meeting, at, clauses) => {
    expect(
      pathway.signedOff().clausesAgainst('ITEM_LISTED', { meeting: 'meeting-1' }, listing(meeting, at)),
    ).toEqual(clauses);
  });

  it('[PAN-1] of a meeting at short notice takes a case until the day itself', () => {
    const ask = (at: string) =>
      pathway.signedOff().ask('ITEM_LISTED', { meeting: 'meeting-1' }, listing({ shortNotice: true }, at));

    expect(ask('2026-01-29').kind).toBe('advanced');
    expect(ask(HELD).kind).toBe('advanced');
    expect(ask('2026-02-05').kind).toBe('refused');
  });

  it('[PAN-1] takes a case on the day papers close', () => {
    expect(
      pathway.signedOff().ask('ITEM_LISTED', { meeting: 'meeting-1' }, listing({}, '2026-01-28')).kind,
    ).toBe('advanced');
  });

  it('[PAN-13] somebody presents: where no assessor is named, whoever is', () => {
    const story = new Story().tell(
      'CASE_TAKEN_ON',
      {
        ...CHILD,
        now: 'awaitingPanel',
        source: 'the file',
        referralReceivedOn: '2025-12-01',
        assessmentCompletedOn: '2026-01-12',
        consentSignedOn: '2025-12-01',
      },
      { at: '2026-01-19' },
    );
    const told = listing({}, '2026-01-26');
    expect(story.clausesAgainst('ITEM_LISTED', { meeting: 'meeting-1' }, told)).toEqual(['PAN-13']);
    const named = { meeting: 'meeting-1', presenter: 'nurse' };
    expect(story.ask('ITEM_LISTED', named, told).kind).toBe('advanced');
  });

  it('[PAN-13] the assessor presents unless someone else is named', () => {
    expect(pathway.listed().record.processes['panelItem-1']?.facts).toMatchObject({ presenter: 'nurse' });
  });
});

describe('the decision', () => {
  it.each([
    ['nobody from education', ['chair', 'commissioner'], ['education: 1 needed, 0 there']],
    [
      'nobody from social care',
      ['chair', 'headOfInclusion'],
      ['social care: 1 needed, 0 there', 'commissioners: 1 needed, 0 there'],
    ],
    [
      'no chair',
      ['commissioner', 'headOfInclusion'],
      ['a chair: 1 needed, 0 there', 'health: 1 needed, 0 there', 'clinicians: 1 needed, 0 there'],
    ],
  ])('[PAN-2] is not taken with %s', (_what, present, missing) => {
    const positions = DECISION.positions.filter(({ person }) => present.includes(person));
    const refusals = pathway
      .listed()
      .refused('PANEL_DECIDED', { ...DECISION, positions }, deciding({ present }));
    expect(refusals[0]).toMatchObject({ clauses: ['PAN-2'], missing });
  });

  it('[PAN-3] nobody judges a case they assessed: the refusal names the event', () => {
    const story = pathway
      .recommended()
      .tell('ASSESSMENT_QUALITY_ASSURED', ALL_YES, { at: '2026-01-23', by: 'commissioner' });
    story.tell('ITEM_LISTED', { meeting: 'meeting-1' }, listing());
    const refusals = story.refused('PANEL_DECIDED', DECISION, deciding());
    expect(refusals.map(({ clauses }) => clauses[0])).toEqual(['PAN-2', 'PAN-3']);
    expect(refusals[1]?.message).toContain('quality assured the assessment (entry 22)');
  });

  it('[PAN-3] the assessor of the case does not decide on it, though they were named only after it was listed', () => {
    const story = pathway.listed();
    story.record = { ...story.record, facts: { ...story.record.facts, assessor: 'commissioner' } };
    const refusals = story.refused('PANEL_DECIDED', DECISION, deciding());
    expect(refusals.map(({ clauses }) => clauses[0])).toEqual(['PAN-2', 'PAN-3']);
    expect(refusals[1]?.message).toContain('is the assessor of this case');
  });

  it('[PAN-3] a declared interest excludes from deciding and from the quorum of that item', () => {
    const story = pathway
      .listed()
      .tell(
        'INTEREST_DECLARED',
        { person: 'headOfInclusion', nature: 'a neighbour', excludes: true },
        { at: `${HELD}T13:00`, by: 'headOfInclusion', evidence: { meeting: arranged() } },
      );
    expect(story.refused('PANEL_DECIDED', DECISION, deciding())[0]).toMatchObject({
      clauses: ['PAN-2'],
      missing: ['education: 1 needed, 0 there'],
    });
    const item = story.record.processes['panelItem-1'];
    expect(exclusions(story.record, item as never).map(({ person }) => person)).toContain('headOfInclusion');
  });

  it('[PAN-3] a declared interest stays with a case that comes back to the panel, until it is declared away', () => {
    const declared = { person: 'headOfInclusion', nature: 'a neighbour', excludes: true };
    const told = { at: '2026-01-26T13:00', by: 'chair' as const, evidence: { meeting: arranged() } };
    const story = pathway.listed().tell('INTEREST_DECLARED', declared, told);
    const excluded = () =>
      exclusions(story.record, story.record.processes['panelItem-1'] as never).map(({ person }) => person);

    story.tell('ITEM_TAKEN_OFF', { reason: 'snow' }, { ...told, by: 'coordinator' });
    story.tell('ITEM_LISTED', { meeting: 'meeting-1' }, listing());
    expect(excluded()).toContain('headOfInclusion');

    story.tell('INTEREST_DECLARED', { ...declared, nature: 'moved away', excludes: false }, told);
    expect(excluded()).not.toContain('headOfInclusion');
  });

  it.each([true, false])(
    '[PAN-3] a member declares nothing for another member; who runs the meeting may (excluding: %s)',
    (excludes) => {
      const declared = { person: 'headOfInclusion', nature: 'a neighbour', excludes };
      const by = (who: 'commissioner' | 'coordinator') => ({
        at: '2026-01-26T13:00',
        by: who,
        evidence: { meeting: arranged() },
      });

      expect(pathway.listed().refused('INTEREST_DECLARED', declared, by('commissioner'))[0]).toMatchObject({
        clauses: ['PAN-3'],
        missing: ['a declaration by the member themselves, the chair or the panel coordinator'],
      });
      pathway.listed().tell('INTEREST_DECLARED', declared, by('coordinator'));
    },
  );

  it('[PAN-13] the presenter is no voter on the item', () => {
    const story = pathway
      .signedOff()
      .tell('ITEM_LISTED', { meeting: 'meeting-1', presenter: 'commissioner' }, listing());
    expect(story.refused('PANEL_DECIDED', DECISION, deciding()).map(({ clauses }) => clauses[0])).toEqual([
      'PAN-2',
      'PAN-13',
    ]);
  });

  it('[PAN-8] holds the position of each organisation', () => {
    const positions = DECISION.positions.slice(0, 1);
    const [refusal] = pathway.listed().refused('PANEL_DECIDED', { ...DECISION, positions }, deciding());
    expect(refusal?.clauses).toEqual(['PAN-8']);
    expect(refusal?.missing).toHaveLength(1);
  });

  it('[PAN-2] positions are those of people who were there', () => {
    const positions = [
      ...DECISION.positions,
      { organisation: 'mlcsu', person: 'manager', position: 'agree' },
    ];
    expect(pathway.listed().clausesAgainst('PANEL_DECIDED', { ...DECISION, positions }, deciding())).toEqual([
      'PAN-2',
    ]);
  });

  it('[HNA-4] against the guide says why, on the levels as the panel sees them', () => {
    expect(
      pathway
        .listed()
        .clausesAgainst(
          'PANEL_DECIDED',
          { ...DECISION, outcome: 'notEligible', packageNeeded: undefined },
          deciding(),
        ),
    ).toEqual(['HNA-4']);
    const lower = { domain: 'breathing', level: 'moderate', reason: 'stable now' };
    expect(
      pathway
        .listed()
        .ask(
          'PANEL_DECIDED',
          { ...DECISION, outcome: 'notEligible', packageNeeded: undefined, disagreements: [lower] },
          deciding(),
        ).kind,
    ).toBe('advanced');
    expect(
      pathway
        .listed()
        .clausesAgainst(
          'PANEL_DECIDED',
          { ...DECISION, disagreements: [{ ...lower, level: 'enormous' }] },
          deciding(),
        ),
    ).toEqual(['HNA-3']);
  });

  it('[HNA-7] eligible says whether a package is needed', () => {
    expect(
      pathway.listed().clausesAgainst('PANEL_DECIDED', { ...DECISION, packageNeeded: undefined }, deciding()),
    ).toEqual(['HNA-7']);
  });

  it.each([
    ['FUNDING_PROPOSED', { kind: 'healthOnly', weeklyCost: 100_000, effectiveFrom: '2026-03-01' }],
    [
      'PACKAGE_DESIGNED',
      { elements: [], considered: [], assessmentsDatedOn: '2026-01-22', parentsContribution: 'x' },
    ],
    ['FUNDING_COMMITTED', { commitments: [] }],
  ])('[PAN-5] need before money: %s is refused before the child is found eligible', (type, content) => {
    expect(pathway.listed().clausesAgainst(type, content, { at: HELD, by: 'chair' })[0]).toBe('PAN-5');
  });

  it('carries the effect that lets the database hold the same independence', () => {
    expect(pathway.decided().effects.find(({ type }) => type === 'DECISION_MADE')).toMatchObject({
      meeting: 'meeting-1',
      deciders: ['chair', 'commissioner', 'headOfInclusion'],
    });
  });
});

describe('deferral', () => {
  const DEFERRAL = {
    reason: 'no sleep study',
    wanted: [
      { what: 'sleep study', from: 'hospital' },
      { what: 'school report', from: 'school' },
    ],
  };
  const next = { nextMeeting: { id: 'meeting-2', heldOn: '2026-03-04' as never } };
  const deferred = () =>
    pathway.listed().tell('ITEM_DEFERRED', DEFERRAL, {
      ...deciding(),
      evidence: { meeting: quorateMeeting(HELD), ...next },
    });

  it('[PAN-7] needs a next meeting to go to', () => {
    expect(
      pathway.listed().clausesAgainst('ITEM_DEFERRED', DEFERRAL, {
        ...deciding(),
        evidence: { meeting: quorateMeeting(HELD), nextMeeting: null },
      }),
    ).toEqual(['PAN-7']);
  });

  it('[PAN-7] the information is due when papers close for the next meeting; the clocks run on', () => {
    const story = deferred();
    expect(story.deadline('deferred-information/panelItem-1.1').dueOn).toBe('2026-02-25');
    expect(story.deadline('decision-national/referral-1').settled).toBeNull();
  });

  it('[PAN-7] goes back to the panel once all that was wanted has come', () => {
    const story = deferred();
    const relist = {
      at: '2026-02-16',
      by: 'coordinator' as const,
      evidence: {
        meeting: quorateMeeting('2026-03-04', { id: 'meeting-2', stage: 'arranged', present: [] }),
      },
    };
    story.tell(
      'INFORMATION_RECEIVED',
      { nth: 1, receivedOn: '2026-02-10', heldAt: 'x' },
      { at: '2026-02-10' },
    );
    expect(story.clausesAgainst('ITEM_LISTED', { meeting: 'meeting-2' }, relist)).toEqual(['PAN-7']);
    story.tell(
      'INFORMATION_RECEIVED',
      { nth: 2, receivedOn: '2026-02-12', heldAt: 'x' },
      { at: '2026-02-12' },
    );
    expect(story.deadline('deferred-information/panelItem-1.1').settled).toMatchObject({
      as: 'met',
      on: '2026-02-12',
    });
    expect(stageOf(story.tell('ITEM_LISTED', { meeting: 'meeting-2' }, relist).record).id).toBe(
      'panelItem.listed',
    );
  });

  it('[HNA-8] the assessment can be opened again under a deferred case, never under one on an agenda', () => {
    expect(
      pathway.listed().clausesAgainst('ASSESSMENT_REOPENED', { reason: 'new levels' }, { at: '2026-01-27' }),
    ).toEqual(['PAN-1']);
    const story = deferred().tell('ASSESSMENT_REOPENED', { reason: 'new levels' }, { at: '2026-02-10' });
    expect(stageOf(story.record).id).toBe('assessment.underway');
    expect(story.deadline('deferred-information/panelItem-1.1').settled).toMatchObject({
      as: 'stopped',
      why: 'DEFERRAL_ENDED',
    });
  });
});

describe('independence', () => {
  it('[PAN-3] [CHK-4] whoever completed the checklist does not decide on the case, though the referral is long over', () => {
    const story = pathway.listed();
    expect(Object.keys(story.record.processes)).not.toContain('referral-1');
    const item = story.record.processes['panelItem-1'] as never;
    expect(exclusions(story.record, item)).toContainEqual({
      person: 'referrer',
      clause: 'PAN-3',
      words: 'completed the checklist (entry 3)',
    });
    expect(exclusions(story.record, item)).toContainEqual({
      person: 'nurse',
      clause: 'PAN-3',
      words: 'quality assured the checklist (entry 4)',
    });
  });
});
