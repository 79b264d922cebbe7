import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, listeningPort } from '../../src/config/listening-port.js';

const host = '127.0.0.1';

describe('the port to listen on', () => {
  let other: Server;
  let taken: number;

  beforeAll(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, host, resolve));
    taken = (other.address() as AddressInfo).port;
  });

  afterAll(() => {
    other.close();
  });

  it('is the usual one where that is free', async () => {
    const usual = await freePort(host);

    expect(await listeningPort({ host, port: usual, portGiven: false })).toBe(usual);
  });

  it('is another one where the usual one is taken', async () => {
    const port = await listeningPort({ host, port: taken, portGiven: false });

    expect(port).toBeGreaterThan(0);
    expect(port).not.toBe(taken);
  });

  it('is refused where it was asked for and is taken', async () => {
    await expect(listeningPort({ host, port: taken, portGiven: true })).rejects.toThrow(
      `Port ${taken} is already in use`,
    );
  });
});
