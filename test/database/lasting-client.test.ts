import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dataSourceFor } from '../../src/database/data-source.js';
import { openPostgres } from '../../src/queue/postgres-back-end.js';

/** A message of the protocol of Postgres: its letter, its length and what it says. */
function message(letter: string, ...parts: (string | Buffer)[]): Buffer {
  const said = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(said.length + length.length);
  return Buffer.concat([Buffer.from(letter), length, said]);
}

/** Someone is let in, and in the same breath told that the server ends. */
const WELCOME_AND_END = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('Z', 'I'),
  message('E', 'SFATAL\0', 'C57P01\0', 'Mterminating connection due to administrator command\0', '\0'),
]);

let server: Server;
const sockets = new Set<Socket>();
const url = (): string => `postgres://anyone@127.0.0.1:${(server.address() as AddressInfo).port}/any`;

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(WELCOME_AND_END));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

it('a database that ends at the moment when a connection is handed out ends no process that uses it', async () => {
  const failed = await dataSourceFor(url())
    .initialize()
    .catch((error: unknown) => error);

  expect(failed).toBeInstanceOf(Error);
});

it('nor one whose queue is in it', async () => {
  const backEnd = openPostgres(url());
  const failed = await backEnd.check().catch((error: unknown) => error);
  await backEnd.close();

  expect(failed).toBeInstanceOf(Error);
});
