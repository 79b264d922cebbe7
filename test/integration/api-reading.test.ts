import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api, type User } from '../web/api.js';

interface Line {
  id: string;
  overdue: number;
  assessor: { id: string } | null;
  stage: { id: string };
  nextDeadline: { dueAt: string; state: string } | null;
}

let service: Service;
let pathway: ServicePathway;
let api: Api;
let nurse: User;
/** A case that waits for the panel, and one that it decided. */
let waiting: { id: string; meeting: string };
let decided: { id: string; meeting: string };

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
  await pathway.received();
  await pathway.received();
  await pathway.received();
  waiting = await pathway.listed();
  await service.moveTo('2026-01-05');
  decided = await pathway.decided();
  await service.moveTo('2026-01-05');
  await pathway.opened();
  await service.moveTo('2026-02-04T15:00');
  api = await startApi({ databaseUrl: service.database.url });
  nurse = await api.user('nurseAssessor');
});
afterAll(async () => {
  await api.close();
  await service.stop();
});

const listed = async (query: string): Promise<Line[]> =>
  (await api.send('GET', `/api/v1/cases${query}`, { as: nurse })).body.items as unknown as Line[];

/** Every part of the list, one after the other. */
async function everyPart(path: string, limit: number): Promise<{ id: string }[]> {
  const all: { id: string }[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body } = await api.send('GET', `${path}?limit=${limit}${cursor && `&cursor=${cursor}`}`, {
      as: nurse,
    });
    all.push(...(body.items as unknown as { id: string }[]));
    cursor = body.next;
  }
  return all;
}

describe('the list of cases', () => {
  it('begins with the case whose next deadline comes first', async () => {
    const due = (await listed('')).map(({ nextDeadline }) => nextDeadline?.dueAt ?? '9999');

    expect(due).toEqual([...due].sort());
    expect(due.length).toBe(6);
  });

  it.each([1, 2, 4, 100])('comes whole in parts of %d, each case once, in the same order', async (limit) => {
    const whole = (await listed('')).map(({ id }) => id);

    expect((await everyPart('/api/v1/cases', limit)).map(({ id }) => id)).toEqual(whole);
  });

  it('counts all cases only where that is asked for', async () => {
    const without = await api.send('GET', '/api/v1/cases?limit=1', { as: nurse });
    const counted = await api.send('GET', '/api/v1/cases?limit=1&total=true', { as: nurse });

    expect(without.body.total).toBeUndefined();
    expect(counted.body).toMatchObject({ total: 6, items: [expect.anything()] });
  });

  it('can be only those of a stage, an assessor, with or without something overdue, or closed', async () => {
    const all = await listed('');
    const stage = all[0]?.stage.id ?? '';

    expect((await listed(`?stage=${stage}`)).every((line) => line.stage.id === stage)).toBe(true);
    expect((await listed(`?assessor=${service.ids.nurse}`)).map(({ id }) => id)).toEqual(
      all.filter(({ id }) => [decided.id, waiting.id].includes(id)).map(({ id }) => id),
    );
    expect((await listed('?allocated=true')).map(({ id }) => id)).toEqual(
      all.filter(({ assessor }) => assessor !== null).map(({ id }) => id),
    );
    expect((await listed('?overdue=true')).map(({ id }) => id)).toEqual(
      all.filter(({ overdue }) => overdue > 0).map(({ id }) => id),
    );
    expect((await listed('?overdue=false')).map(({ id }) => id)).toEqual(
      all.filter(({ overdue }) => overdue === 0).map(({ id }) => id),
    );
    expect(await listed('?state=closed')).toEqual([]);
    expect(await listed('?state=open')).toHaveLength(6);
  });

  it('has those that nobody is named for as a list of their own [ROL-1]', async () => {
    const unallocated = await listed('?allocated=false');

    expect(unallocated.length).toBeGreaterThan(0);
    expect(unallocated.every(({ assessor }) => assessor === null)).toBe(true);
  });

  it('has cases with something overdue in it, so that the filter above had something to find', async () => {
    const overdue = (await listed('?overdue=true')).length;

    expect(overdue).toBeGreaterThan(0);
    expect(overdue).toBeLessThan(6);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['total=perhaps', 'total'],
    ['overdue=1', 'overdue'],
    ['state=asleep', 'state'],
    ['assessor=me', 'assessor'],
    ['stage=', 'stage'],
    ['stage=%00', 'stage'],
    ['cursor=bogus', 'cursor'],
    ['cursor=WyJjIiwiMjAyNi05OS05OVQwMDowMDowMC4wMDBaIiwiMSJd', 'cursor'],
    ['order=name', 'order'],
  ])('refuses %s, naming the field', async (query, field) => {
    const { status, body } = await api.send('GET', `/api/v1/cases?${query}`, { as: nurse });

    expect([status, body.type]).toEqual([422, '/problems/invalid']);
    expect(body.errors.map(({ field: named }) => named)).toEqual([field]);
  });
});

describe('a case', () => {
  it('says who the child is, where it stands, and what is open in it', async () => {
    const { body } = await api.send('GET', `/api/v1/cases/${decided.id}`, { as: nurse });

    expect(body).toMatchObject({
      id: decided.id,
      state: 'open',
      assessor: { id: service.ids.nurse, name: 'Test nurse' },
      child: { nhsNumber: expect.stringMatching(/^999\d{7}$/), dateOfBirth: expect.any(String) },
    });
    expect(body.processes.length).toBeGreaterThan(1);
  });

  it('says what whoever opens it is to see, by clause [PAN-1] [ROL-1] [ROL-4]', async () => {
    const [unallocated] = await listed('?allocated=false');
    const { body } = await api.send('GET', `/api/v1/cases/${unallocated?.id}`, { as: nurse });
    const held = await api.send('GET', `/api/v1/cases/${waiting.id}`, { as: nurse });

    expect(body.alerts).toEqual([
      {
        clauses: ['ROL-1'],
        message: 'The case has no named assessor.',
        missing: ['a nominated assessor'],
      },
      {
        clauses: ['ROL-4'],
        message:
          "'Decide whether to proceed to a health needs assessment' was not done by Monday 12 January 2026, and nobody has said why.",
        missing: ['the reason, and whether it was ours to control'],
      },
    ]);
    expect((held.body.alerts as { clauses: string[] }[]).flatMap(({ clauses }) => clauses)).not.toContain(
      'ROL-1',
    );
  });

  it('tells its events in order, with their words, who recorded each and under which clauses', async () => {
    const { body } = await api.send('GET', `/api/v1/cases/${decided.id}/events?limit=100`, { as: nurse });
    const events = body.items as {
      seq: number;
      type: string;
      content: Record<string, unknown>;
      by: { name: string } | null;
    }[];
    const proceeded = events.find(({ type }) => type === 'CHECKLIST_PROCEEDED');

    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(proceeded).toMatchObject({
      content: { rationale: 'needs assessment' },
      by: { name: 'Test nurse' },
    });
  });

  it('tells its events in parts too', async () => {
    const whole = (
      await api.send('GET', `/api/v1/cases/${decided.id}/events?limit=100&total=true`, { as: nurse })
    ).body;
    const parts = await everyPart(`/api/v1/cases/${decided.id}/events`, 7);

    expect(parts).toEqual(whole.items);
    expect(whole.total).toBe(parts.length);
  });

  it('explains each deadline: what started it, how it was counted, and what will meet it [HNA-11]', async () => {
    const { body } = await api.send('GET', `/api/v1/cases/${decided.id}/deadlines`, { as: nurse });
    const items = body.items as unknown as {
      timescale: string;
      state: string;
      trace: { words: string[] } | null;
    }[];

    expect(items.map(({ state }) => state)).toEqual(expect.arrayContaining(['metInTime', 'running']));
    for (const { trace } of items) expect(trace?.words.length).toBeGreaterThan(0);
    expect(items.find(({ timescale }) => timescale === 'decision-national')).toMatchObject({
      clauses: ['CHK-10'],
      metBy: 'the family is informed of the decision',
    });
  });

  it('says what can happen next, who may do it, and what is missing for the rest, by clause', async () => {
    const { body } = await api.send('GET', `/api/v1/cases/${decided.id}/next`, { as: nurse });
    const steps = body.items as {
      type: string;
      possible: boolean;
      mayYou: boolean;
      roles: string[];
      missing: { clauses: string[] }[];
    }[];
    const note = steps.find(({ type }) => type === 'CASE_NOTE_ADDED');
    const again = steps.find(({ type }) => type === 'CHECKLIST_PROCEEDED');

    expect(note).toMatchObject({ possible: true, mayYou: true });
    expect(again?.possible).toBe(false);
    for (const { possible, missing, roles } of steps) {
      expect(missing.length > 0).toBe(!possible);
      expect(missing.every(({ clauses }) => clauses.length > 0)).toBe(true);
      expect(roles.length).toBeGreaterThan(0);
    }
  });

  it('tells who is owed word of the decision [PAN-9]', async () => {
    const { body } = await api.send('GET', `/api/v1/cases/${decided.id}/notices`, { as: nurse });
    const owed = (body.items as { status: string; recipient: string }[]).filter(
      ({ status }) => status === 'owed',
    );

    expect(owed.map(({ recipient }) => recipient)).toContain('family');
  });
});

describe('a meeting of the panel', () => {
  it('shows its agenda, who attended, and the quorum of each item after exclusions [PAN-2]', async () => {
    const { body, headers } = await api.send('GET', `/api/v1/meetings/${decided.meeting}`, { as: nurse });

    expect(headers['etag']).toBe('"v2"');
    expect(body).toMatchObject({ heldOn: '2026-02-04', papersCloseOn: expect.any(String), listed: 1 });
    expect(body.present.map(({ name }) => name).sort()).toEqual([
      'Test chair',
      'Test commissioner',
      'Test headOfInclusion',
    ]);
    expect(body.agenda).toEqual([
      expect.objectContaining({ case: decided.id, status: 'decided', quorate: true, quorumMissing: [] }),
    ]);
  });

  it('tells the panel of the guide, the voice of the child, and what to regard [HNA-4] [SCO-4] [SCO-6] [SCO-8]', async () => {
    const { body } = await api.send('GET', `/api/v1/meetings/${waiting.meeting}`, { as: nurse });

    expect(body.agenda[0]).toMatchObject({
      guide: {
        suggestsNeed: true,
        words: expect.stringContaining('It is not a stand-alone method.'),
        neverAlone: expect.arrayContaining(['Psychological and emotional needs']),
      },
      voices: [],
      regards: { communicationNeeds: false, interpreter: null, adjustments: false },
    });
  });

  it('names who took part in the case and so does not decide it, before it is decided [PAN-3]', async () => {
    const { body } = await api.send('GET', `/api/v1/meetings/${waiting.meeting}`, { as: nurse });
    const [item] = body.agenda as {
      case: string;
      quorate: boolean;
      quorumMissing: string[];
      excluded: { person: { name: string }; clause: string }[];
    }[];

    expect(item?.case).toBe(waiting.id);
    expect(item?.quorate).toBe(false);
    expect(item?.quorumMissing.length).toBeGreaterThan(0);
    expect(item?.excluded).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ clause: 'PAN-3', person: expect.objectContaining({ name: 'Test nurse' }) }),
      ]),
    );
  });

  it('is listed with the others, the latest first, in parts', async () => {
    const whole = (await api.send('GET', '/api/v1/meetings?total=true', { as: nurse })).body;

    expect(whole.total).toBe(2);
    expect(await everyPart('/api/v1/meetings', 1)).toEqual(whole.items);
  });
});
