import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';
import { startApi, type Api, type User } from '../web/api.js';

interface Owed {
  case: { id: string; reference: string };
  about: { id: string; words: string };
  recipient: string;
  form: string;
  clause: string;
  owedSince: string;
  deadlines: { key: string; dueOn: string; state: string }[];
}

let service: Service;
let pathway: ServicePathway;
let api: Api;
let nurse: User;
/** A case that goes on to an assessment, and one that the panel decided; one whose child died owes nobody anything. */
let assessing: string;
let decided: string;

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
  decided = (
    await pathway.decided({
      outcome: 'notEligible',
      packageNeeded: undefined,
      againstGuide: 'the needs are met by universal services',
    })
  ).id;
  await service.moveTo('2026-01-05');
  assessing = await pathway.assessing();
  const died = await pathway.assessing();
  await service.tell(
    { kind: 'case', id: died },
    'CHILD_DIED',
    { diedOn: '2026-01-07', toldBy: 'the ward' },
    { by: 'nurse' },
  );
  await service.moveTo('2026-02-05T09:00');
  api = await startApi({
    databaseUrl: service.database.url,
    placesDir: fileURLToPath(new URL('../fixtures/second-place', import.meta.url)),
  });
  nurse = await api.user('nurseAssessor');
}, 60_000);
afterAll(async () => {
  await api.close();
  await service.stop();
});

const owed = async (query = ''): Promise<Owed[]> =>
  (await api.send('GET', `/api/v1/notices?limit=100${query}`, { as: nurse })).body.items as unknown as Owed[];
const of = (list: readonly Owed[], id: string): string[] =>
  list
    .filter((each) => each.case.id === id)
    .map(({ recipient, form, clause }) => `${recipient} ${form} ${clause}`);

describe('the list of who is still to be told', () => {
  it('goes across cases, the one owed longest first, and says what, to whom and under which clause [CHK-7] [PAN-10] [PAN-14]', async () => {
    const list = await owed();
    const since = list.map(({ owedSince }) => owedSince);

    expect(since).toEqual([...since].sort());
    expect(of(list, assessing)).toEqual(['referrer any CHK-7']);
    expect(of(list, decided)).toEqual([
      'referrer any CHK-7',
      'family verbal PAN-10',
      'family written PAN-10',
      'gp any PAN-14',
      'keyProfessionals any PAN-9',
      'localAuthority any PAN-14',
      'paediatrician any PAN-14',
    ]);
    expect(list.find(({ recipient }) => recipient === 'family')).toMatchObject({
      case: { reference: expect.stringMatching(/^SEF-/) },
      about: { id: 'notEligible', words: 'Not eligible for continuing care' },
      owedSince: '2026-02-04',
    });
  });

  it('names the clocks that wait, and none where none runs [CHK-7] [PAN-10]', async () => {
    const clocks = Object.fromEntries(
      (await owed())
        .filter((each) => each.case.id === decided)
        .map(({ recipient, form, deadlines }) => [`${recipient} ${form}`, deadlines.map(({ key }) => key)]),
    );

    expect(clocks).toEqual({
      'referrer any': ['referrer-told/referral-1.1'],
      'family verbal': [
        'decision-notice/panelItem-1',
        'not-eligible-verbal/panelItem-1',
        'decision-national/referral-1',
      ],
      'family written': [
        'decision-notice/panelItem-1',
        'decision-national/referral-1',
        'not-eligible-written/panelItem-1',
      ],
      'keyProfessionals any': ['decision-notice/panelItem-1'],
      'gp any': [],
      'paediatrician any': [],
      'localAuthority any': [],
    });
    expect((await owed()).find((each) => each.case.id === assessing)?.deadlines).toEqual([
      expect.objectContaining({ state: 'overdue', dueOn: '2026-01-14' }),
    ]);
  });

  it('owes nobody anything for a child who has died [SCO-10]', async () => {
    expect(new Set((await owed()).map((each) => each.case.id))).toEqual(new Set([assessing, decided]));
  });

  it.each([1, 3, 8])('comes whole in parts of %d, in the same order', async (limit) => {
    const whole = await owed();
    const parts: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const address = `/api/v1/notices?limit=${limit}&total=true${cursor && `&cursor=${cursor}`}`;
      const { body } = await api.send('GET', address, { as: nurse });
      expect(body.total).toBe(8);
      parts.push(...body.items);
      cursor = body.next;
    }

    expect(parts).toEqual(whole);
  });

  it('can be only what is owed to someone, or for the cases of an assessor', async () => {
    const assessor = service.ids.nurse;

    expect((await owed('&recipient=gp')).map(({ recipient }) => recipient)).toEqual(['gp']);
    expect((await owed(`&assessor=${assessor.toUpperCase()}`)).length).toBe(8);
    expect(await owed(`&assessor=${service.ids.secondNurse}`)).toEqual([]);
  });

  it.each(['recipient=nobody', 'assessor=sam', 'cursor=abc', 'status=given'])(
    'is not asked for by %s: 422',
    async (query) => {
      expect((await api.send('GET', `/api/v1/notices?${query}`, { as: nurse })).status).toBe(422);
    },
  );

  it('is not that of another place', async () => {
    const stranger = await api.user('manager', {}, 'riverside');

    expect((await api.send('GET', '/api/v1/notices', { as: stranger })).body.items).toEqual([]);
  });

  it('loses whom somebody told, in that form only, while the case keeps what they were told [PAN-10]', async () => {
    const told = {
      recipient: 'family',
      how: 'telephone',
      toldOn: '2026-02-05',
      said: 'the panel did not find the child eligible, and why',
      rationaleGiven: true,
    };
    const [first] = (await service.query<{ process: string }>(
      `SELECT process FROM notices_owed WHERE case_id = $1 AND recipient = 'gp'`,
      [decided],
    )) as [{ process: string }];

    await service.tell({ kind: 'case', id: decided }, 'NOTICE_GIVEN', told, { process: first.process });
    const kept = (await api.send('GET', `/api/v1/cases/${decided}/notices`, { as: nurse })).body.items;

    expect(of(await owed('&recipient=family'), decided)).toEqual(['family written PAN-10']);
    expect(kept).toContainEqual(
      expect.objectContaining({
        recipient: 'family',
        form: 'verbal',
        status: 'given',
        about: { id: 'notEligible', words: 'Not eligible for continuing care' },
      }),
    );
  });
});
