import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { DECISION } from '../helpers/pathway.js';
import { Service } from '../helpers/service.js';
import { ServicePathway } from '../helpers/service-pathway.js';

let service: Service;
let other: Client;

beforeAll(async () => {
  service = await Service.start();
  other = new Client({ connectionString: service.database.url });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await service.stop();
});

/** Until someone waits for a lock of another. */
async function someoneWaits(): Promise<void> {
  const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted`;
  for (;;) {
    const [row] = await service.query<{ n: number }>(waiting);
    if (row && row.n > 0) return;
  }
}

it('[PAN-2] a decision is judged by the meeting the item is at once all is locked, not by the one it has just left', async () => {
  const pathway = new ServicePathway(service);
  const { id, meeting } = await pathway.listed();
  const later = await pathway.arranged('2026-03-04');
  await pathway.attended(meeting);
  await other.query('BEGIN');
  await other.query('SELECT 1 FROM meetings WHERE id = $1 FOR UPDATE', [meeting]);
  const deciding = service.send({ kind: 'case', id }, 'PANEL_DECIDED', DECISION, { by: 'chair' });
  await someoneWaits();
  await other.query(`UPDATE agenda_items SET meeting_id = $2 WHERE case_id = $1`, [id, later]);
  await other.query(`UPDATE cases SET record = replace(record::text, $2, $3)::json WHERE id = $1`, [
    id,
    meeting,
    later,
  ]);
  await other.query('COMMIT');

  const outcome = await deciding;

  expect(outcome).toMatchObject({
    kind: 'refused',
    refusals: [{ clauses: ['PAN-2'] }, { clauses: ['PAN-2'] }],
  });
});
