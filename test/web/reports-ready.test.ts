import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Transaction } from '../../src/database/transaction.js';
import { keepReportsReady } from '../../src/web/reports-ready.js';
import { createTestDatabase, type TestDatabase } from '../helpers/database.js';
import { eventually } from '../helpers/eventually.js';
import { startApi, type Api } from './api.js';

let database: TestDatabase;
let api: Api;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi({ databaseUrl: database.url });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

it('makes performance and forecast as the process begins, just as people ask for them', async () => {
  const asked = jest.spyOn(Transaction.prototype, 'rows');
  const sent = (name: string): (readonly unknown[])[] =>
    asked.mock.calls.filter(([statement]) => statement.name === name).map(([, values]) => values ?? []);
  const ready = keepReportsReady(api.app, { info: () => undefined, error: () => undefined });
  await eventually(
    () => sent('forecast_ahead').length,
    (times) => times === 1,
  );
  await ready.stop();
  const manager = await api.user('manager');
  await api.send('GET', '/api/v1/performance', { as: manager });
  await api.send('GET', '/api/v1/forecast', { as: manager });

  const [[place, from, to], ...figures] = sent('performance_figures') as [unknown[], ...unknown[][]];
  expect(figures.map((values) => values.slice(0, 3))).toEqual([[place, from, to]]);
  expect(sent('forecast_ahead')).toHaveLength(2);
  asked.mockRestore();
});

it('says what went wrong, and is there to try again', async () => {
  const said: string[] = [];
  const failing = jest.spyOn(Transaction.prototype, 'rows').mockRejectedValue(new Error('away'));
  const ready = keepReportsReady(api.app, {
    info: () => undefined,
    error: (_facts, words) => void said.push(words),
  });
  await eventually(
    () => said,
    (words) => words.length === 1,
  );
  await ready.stop();
  failing.mockRestore();

  expect(said).toEqual(['reports not made ready']);
});
