import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { httpAdapter } from '../../src/web/http/server.js';

it('answers a request that was under way when the process was asked to end, as any other', async () => {
  const server = httpAdapter({ level: 'fatal' }).getInstance<FastifyInstance>();
  server.get('/work', () => ({ done: true }));
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const accepted = once(server.server, 'connection');
  socket.write('GET /work HTTP/1.1\r\nhost: here\r\n');
  const [peer] = (await accepted) as [{ bytesRead: number; once(event: 'data', heard: () => void): void }];
  if (peer.bytesRead === 0) await new Promise<void>((heard) => peer.once('data', heard));
  const closed = server.close();
  socket.write('\r\n');
  let answer = '';
  for await (const part of socket) answer += String(part);
  await closed;

  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toMatch(/connection: close/i);
  expect(answer).toContain('{"done":true}');
});
