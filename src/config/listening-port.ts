import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { hasCode } from './error-code.js';

/**
 * The port to listen on: `port` where it is free on `host`, otherwise one the system chooses.
 * @throws Error where the port was asked for by name (`portGiven`) and is taken
 */
export async function listeningPort(
  wanted: Readonly<{ host: string; port: number; portGiven: boolean }>,
): Promise<number> {
  try {
    return await boundPort(wanted.host, wanted.port);
  } catch (error) {
    if (!hasCode(error, 'EADDRINUSE')) throw error;
    if (wanted.portGiven) throw new Error(`Port ${wanted.port} is already in use`, { cause: error });
    return boundPort(wanted.host, 0);
  }
}

/** A port that was free on `host` a moment ago. */
export function freePort(host: string): Promise<number> {
  return boundPort(host, 0);
}

function boundPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port }, () => {
      const { port: bound } = server.address() as AddressInfo;
      server.close(() => {
        resolve(bound);
      });
    });
  });
}
