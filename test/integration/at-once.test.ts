import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyOf } from '../../src/cases/history.js';
import { StoredInBetween, store } from '../../src/cases/store.js';
import { lockSubject } from '../../src/cases/subject.js';
import { decide } from '../../src/cases/taken-step.js';
import { inTransaction } from '../../src/database/transaction.js';
import { createEngine } from '../../src/engine.module.js';
import { CHILD } from '../helpers/pathway.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let pathway: ServicePathway;

beforeAll(async () => {
  service = await Service.start();
  pathway = new ServicePathway(service);
}, 60_000);

afterAll(() => service.stop());

describe('two people at once', () => {
  it('one wins, and the other is told who changed what', async () => {
    const id = await pathway.received();
    const quality = { complete: true, gaps: [] };

    const outcomes = await Promise.all([
      service.send({ kind: 'case', id }, 'CHECKLIST_QUALITY_ASSURED', quality, { by: 'nurse', version: 3 }),
      service.send({ kind: 'case', id }, 'CHECKLIST_QUALITY_ASSURED', quality, {
        by: 'secondNurse',
        version: 3,
      }),
    ]);

    const winner = outcomes.findIndex(({ kind }) => kind === 'accepted');
    const loser = outcomes.find(({ kind }) => kind !== 'accepted');
    expect(loser).toEqual({
      kind: 'stale',
      version: 4,
      changes: [
        {
          seq: 4,
          type: 'CHECKLIST_QUALITY_ASSURED',
          title: 'Quality assure the checklist',
          by: winner === 0 ? 'Test nurse' : 'Test secondNurse',
          at: expect.stringMatching(/^2026-01-05T/),
        },
      ],
    });
  });

  it('without a version both are judged, one after the other, and none is lost', async () => {
    const id = await pathway.opened();

    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        service.send(
          { kind: 'case', id },
          'CASE_NOTE_ADDED',
          { note: `note ${nth}` },
          { by: nth % 2 ? 'nurse' : 'manager' },
        ),
      ),
    );

    const seqs = outcomes.map((each) => (each.kind === 'accepted' ? each.seq : 0)).sort((a, b) => a - b);
    expect(seqs).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(await service.parts.proof.differences('sefton', 'case', id)).toEqual([]);
  });

  it('a version from before is stale, and nothing is stored', async () => {
    const id = await pathway.received();

    const outcome = await service.send(
      { kind: 'case', id },
      'CASE_NOTE_ADDED',
      { note: 'late' },
      { version: 1 },
    );

    const [row] = await service.query('SELECT seq FROM cases WHERE id = $1', [id]);
    expect(outcome.kind === 'stale' && outcome.changes.map(({ type }) => type)).toEqual([
      'CONSENT_GIVEN',
      'CHECKLIST_RECEIVED',
    ]);
    expect(row).toEqual({ seq: 3 });
  });
});

describe('more people than there are connections', () => {
  it('wait their turn, and none waits for ever', async () => {
    const small = await createEngine(service.database.url, { connections: 2, migrate: false });
    const child = (nth: number) => ({
      ...CHILD,
      familyName: `Queue ${nth}`,
      nhsNumber: undefined,
      nhsNumberMissing: 'not registered yet',
    });

    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, nth) =>
        small.engine.execute(service.command({ kind: 'case', id: null }, 'CASE_OPENED', child(nth))),
      ),
    );

    await small.close();
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 24 }, () => 'accepted'));
  });
});

describe('a record read before someone else stored theirs', () => {
  it('cannot overwrite it', async () => {
    const id = await pathway.received();
    const { dataSource, places } = service.parts;
    const note = (words: string) => ({
      type: 'CASE_NOTE_ADDED',
      at: '2026-01-05T12:00:00.000Z',
      on: '2026-01-05' as never,
      by: { person: service.ids.nurse, roles: ['nurseAssessor'], organisation: null },
      content: { note: { digest: words, characters: words.length } },
      evidence: {},
    });
    const old = await inTransaction(dataSource, (tx) => lockSubject(tx, 'sefton', 'case', id));
    if (!old) throw new Error('no case');
    await service.tell({ kind: 'case', id }, 'CASE_NOTE_ADDED', { note: 'in between' });

    const rules = await places.rulesFor('sefton', old.record.protocol, old.calendarVersion);
    const step = decide({ ...old.record, seq: 10 }, note('stale'), rules, null);
    if ('refusals' in step) throw new Error('refused');
    const storing = { subject: old, step, rules, texts: [], child: null, answer: null, commandId: null };

    await expect(inTransaction(dataSource, (tx) => store(tx, storing))).rejects.toThrow(StoredInBetween);
    const { events } = await inTransaction(dataSource, (tx) =>
      historyOf(tx, places, { place: 'sefton', id }),
    );
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });
});

describe('meetings and cases', () => {
  it('are locked in one order: two meetings with two cases each, listed crosswise, do not wait for each other for ever', async () => {
    const cases = [await pathway.signedOff(), await pathway.signedOff()];
    const meetings = [await pathway.arranged('2026-02-04'), await pathway.arranged('2026-02-05')];

    for (const heldOn of ['2026-02-09', '2026-02-10', '2026-02-11', '2026-02-12', '2026-02-13']) {
      const listing = cases.flatMap((id, nth) => [
        service.send({ kind: 'case', id }, 'ITEM_LISTED', { meeting: meetings[nth] }, { by: 'coordinator' }),
        service.send(
          { kind: 'case', id },
          'ITEM_LISTED',
          { meeting: meetings[1 - nth] },
          { by: 'coordinator' },
        ),
      ]);
      const outcomes = await Promise.all([
        ...listing,
        ...meetings.map((id) =>
          service.send(
            { kind: 'meeting', id },
            'MEETING_MOVED',
            { heldOn, reason: 'room' },
            { by: 'coordinator' },
          ),
        ),
      ]);

      expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
        'accepted',
        'accepted',
        'accepted',
        'accepted',
        'refused',
        'refused',
      ]);
      const off = await Promise.all(
        cases.map((id) =>
          service.send({ kind: 'case', id }, 'ITEM_TAKEN_OFF', { reason: 'again' }, { by: 'coordinator' }),
        ),
      );
      expect(off.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    }
  }, 60_000);

  it('[PAN-1] an agenda with room for one takes one of two that come at once', async () => {
    const cases = [await pathway.signedOff(), await pathway.signedOff()];
    const meeting = await pathway.arranged('2026-02-11', { capacity: 1 });

    const outcomes = await Promise.all(
      cases.map((id) =>
        service.send({ kind: 'case', id }, 'ITEM_LISTED', { meeting }, { by: 'coordinator' }),
      ),
    );

    const refused = outcomes.find(({ kind }) => kind === 'refused');
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
    expect(refused?.kind === 'refused' && refused.refusals[0]?.clauses).toEqual(['PAN-1']);
  }, 60_000);
});
