import type { Refusal } from '../../../workflows/protocol/index.js';
import type { Change } from '../../cases/command.js';

/** Every kind of problem the API answers with: its status and title. The key is its stable name. */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'idempotency-key-needed': { status: 400, title: 'An Idempotency-Key is needed' },
  'bad-idempotency-key': { status: 400, title: 'The Idempotency-Key cannot be used' },
  'bad-if-match': { status: 400, title: 'The If-Match header cannot be used' },
  'not-signed-in': { status: 401, title: 'A token is needed' },
  'not-allowed': { status: 403, title: 'Your role does not allow this' },
  'case-closed': { status: 403, title: 'This case is closed to you' },
  'password-to-change': { status: 403, title: 'You have to choose a password of your own first' },
  'form-from-elsewhere': { status: 403, title: 'The form was sent from another site' },
  'form-expired': { status: 403, title: 'The form is from an earlier sign-in' },
  'sign-in-refused': { status: 403, title: 'You could not be signed in' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'not-acceptable': { status: 406, title: 'There is no such representation' },
  'request-timed-out': { status: 408, title: 'The request took too long to arrive' },
  refused: { status: 409, title: 'The protocol does not allow this' },
  stale: { status: 412, title: 'Someone has changed this since you read it' },
  'too-large': { status: 413, title: 'The request is too large' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-content-type': { status: 415, title: 'Only JSON is taken' },
  invalid: { status: 422, title: 'What was sent is not valid' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for something else' },
  'version-needed': { status: 428, title: 'Say which version you read' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  unexpected: { status: 500, title: 'Something went wrong here' },
  'rules-missing': { status: 503, title: 'This goes by rules that the service does not have' },
  unavailable: { status: 503, title: 'The service cannot answer just now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemName = keyof typeof PROBLEMS;

/** What is wrong with one field of what was sent. */
export interface FieldError {
  field: string;
  message: string;
}

/** What a kind of problem says beyond its title. */
export interface ProblemDetails {
  refusals?: readonly Refusal[];
  errors?: readonly FieldError[];
  currentVersion?: string;
  changes?: readonly Change[];
  /** Roles that may do what the caller may not. */
  roles?: readonly string[];
  /** The page on which what is wanted can be seen, or made possible. */
  seeInstead?: string;
}

/** The body of a problem (RFC 9457). `instance` names this occurrence, as the log does; it says nothing of anybody. */
export interface ProblemBody extends Omit<ProblemDetails, 'refusals'> {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  refusals?: readonly (Refusal & { protocolText: readonly string[] })[];
}

/** A request that cannot be carried out, thrown to be answered as a problem. */
export class ProblemError extends Error {
  constructor(
    readonly problem: ProblemName,
    readonly detail: string,
    readonly more: ProblemDetails = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem);
    this.name = 'ProblemError';
  }
}

export const HTML = 'text/html; charset=utf-8';
export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** The address that names a kind of problem and leads to its explanation. */
export const problemType = (name: ProblemName): string => `/problems/${name}`;

/** The body that answers `error`; `occurrence` is the id the log has of the request. */
export function bodyOf(
  { problem, detail, more }: ProblemError,
  occurrence: string,
  protocol: string | null,
): ProblemBody {
  const { refusals, ...rest } = more;
  const { status, title } = PROBLEMS[problem];
  const linked = refusals?.map((refusal) => ({
    ...refusal,
    protocolText:
      protocol === null ? [] : refusal.clauses.map((id) => `/api/v1/protocols/${protocol}/clauses/${id}`),
  }));
  return {
    type: problemType(problem),
    title,
    status,
    detail,
    instance: `urn:uuid:${occurrence}`,
    ...rest,
    ...(linked ? { refusals: linked } : {}),
  };
}
