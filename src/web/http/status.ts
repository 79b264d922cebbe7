import type { FastifyInstance, FastifyReply } from 'fastify';

const STATUSES = new WeakMap<FastifyReply, number>();

/** Has a page answered with another status than its route has. */
export const answerWith = (reply: FastifyReply, status: number): void => void STATUSES.set(reply, status);

/** The status a page is to be answered with, where it is not that of its route. */
export const statusFor = (reply: FastifyReply): number | undefined => STATUSES.get(reply);

/** Sends the browser on to another page; what it sent is not sent there again. */
export function goTo(reply: FastifyReply, path: string): '' {
  answerWith(reply, 303);
  void reply.header('location', path);
  return '';
}

/** Lets pages choose their status: the framework sets that of the route after the handler is done. */
export function keepStatuses(server: FastifyInstance): void {
  server.addHook('onSend', (_request, reply, payload, done) => {
    const status = STATUSES.get(reply);
    if (status !== undefined) reply.code(status);
    done(null, payload);
  });
}
