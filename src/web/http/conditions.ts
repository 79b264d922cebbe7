import type { FastifyReply } from 'fastify';
import { ProblemError } from './problem.js';

const LONGEST_KEY = 80;
const VISIBLE = /^[\x21-\x7e]+$/;
const VERSION = /^"v(\d{1,9})"$/;

/** The version of a case or meeting as its entity tag. */
export const etagOf = (version: number): string => `"v${version}"`;

/** Says with the answer which version it shows, to be sent back as If-Match. */
export const showsVersion = (reply: FastifyReply, version: number): void =>
  void reply.header('etag', etagOf(version));

/**
 * The version that an If-Match header names.
 * @throws ProblemError where there is none, or it names no single version
 */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new ProblemError(
      'version-needed',
      'Send an If-Match header with the ETag of what you read, such as If-Match: "v12".',
    );
  }
  const [, version] = VERSION.exec(ifMatch.trim()) ?? [];
  if (version === undefined) {
    throw new ProblemError('bad-if-match', 'If-Match takes one ETag as it was given, such as "v12".');
  }
  return Number(version);
}

/**
 * The key under which a command may be sent again without being carried out twice.
 * @throws ProblemError where there is none, or it cannot be one
 */
export function keyOf(header: string | undefined): string {
  if (header === undefined || header === '') {
    throw new ProblemError(
      'idempotency-key-needed',
      'Send an Idempotency-Key header, a new one for each command (a UUID is best), so that sending it again is safe.',
    );
  }
  if (header.length <= LONGEST_KEY && VISIBLE.test(header)) return header;
  throw new ProblemError(
    'bad-idempotency-key',
    `An Idempotency-Key has 1 to ${LONGEST_KEY} visible ASCII characters.`,
  );
}
