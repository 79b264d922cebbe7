import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../invariants/index.js';
import { AnswerLost, type Answered, type Sending } from '../load/client.js';
import { isGood } from '../load/asking.js';
import type { Random } from '../random.js';
import type { World } from '../world/world.js';
import { Watch } from './measured.js';
import type { Brought, Fault } from './trial.js';

const broken = (words: string): Finding => ({ invariant: 'F11', kind: 'broken', words });
const AGAIN_AFTER_MS = 50;

async function answerOf(world: World, port: number, sending: Sending): Promise<Answered> {
  for (;;) {
    try {
      const answer = await world.load.client.send(port, sending);
      if (answer.status !== 503) return answer;
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error;
    }
    await pause(AGAIN_AFTER_MS);
  }
}

/** A day began between writing the command and sending it, which is then rightly refused. */
const MISSED: Brought = { recoveredIn: 0, missed: true, found: [] };

const saysOther = ({ body }: Answered, other: Answered): boolean =>
  JSON.stringify(body) !== JSON.stringify(other.body);

/** The same command many times at once, to every process. */
async function atOnce(world: World, random: Random, times: number): Promise<Brought> {
  await world.enough();
  const { sending, keep, overtaken } = await world.load.prepared(random);
  const watch = new Watch();
  const ports = Array.from({ length: times }, () => random.oneOf(world.up('web')).port);
  const answers = await Promise.all(ports.map((port) => answerOf(world, port, sending)));
  const recoveredIn = watch.passed;
  const good = answers.filter(isGood);
  const [first] = good;
  if (!first && (await overtaken())) return MISSED;
  if (!first) throw new Error(`None of ${times} was acknowledged: ${JSON.stringify(answers[0]?.body)}`);
  for (const answer of good) keep(answer);
  const replayed = good.filter(({ headers }) => headers['idempotency-replayed'] === 'true').length;
  return {
    recoveredIn,
    found: [
      ...answers
        .filter((answer) => !isGood(answer))
        .map(({ status }) => broken(`the same command at once was answered ${status}`)),
      ...(good.some((answer) => saysOther(answer, first))
        ? [broken('the same command got two answers')]
        : []),
      ...(replayed === good.length - 1
        ? []
        : [broken(`${good.length - replayed} of the answers were no repetition`)]),
    ],
  };
}

/** The same command again after its answer, and its key with something else. */
async function later(world: World, random: Random): Promise<Brought> {
  await world.enough();
  const { sending, keep, overtaken } = await world.load.prepared(random);
  const port = (): number => random.oneOf(world.up('web')).port;
  const watch = new Watch();
  const first = await answerOf(world, port(), sending);
  if (!isGood(first) && (await overtaken())) return MISSED;
  if (!isGood(first)) throw new Error(`It was not acknowledged: ${JSON.stringify(first.body)}`);
  keep(first);
  await world.load.calm(random, random.between(1, 4));
  const again = await answerOf(world, port(), sending);
  const reused = await answerOf(world, port(), { ...sending, body: otherwise(sending) });
  const isReplay = again.headers['idempotency-replayed'] === 'true';
  return {
    recoveredIn: watch.passed,
    found: [
      ...(isGood(again) && isReplay && !saysOther(first, again)
        ? []
        : [
            broken(
              `sent again, it was answered ${again.status}${isReplay ? '' : ' and not as a repetition'}`,
            ),
          ]),
      ...(reused.status === 422 && reused.body['type'] === '/problems/idempotency-key-reused'
        ? []
        : [broken(`its key with something else was answered ${reused.status}`)]),
    ],
  };
}

/** Something else that could be sent in the same place. */
function otherwise({ path, body }: Sending): unknown {
  const { type, content } = body as { type: string; content: Record<string, unknown> };
  return path.endsWith('/events')
    ? { type: 'CASE_NOTE_ADDED', content: { note: 'something that was never said' } }
    : { type, content: { ...content, givenName: 'Another' } };
}

const MANY = 50;

export const duplicates: Fault = {
  id: 'F11',
  title: 'The same command is sent more than once',
  holds: 'It is carried out once and answered alike; its key with something else is refused.',
  ways: [
    {
      name: 'fifty at once',
      how: 'Fifty requests with the same key at once, to every web process.',
      weight: 2,
      bring: (world, random) => atOnce(world, random, MANY),
    },
    {
      name: 'double click',
      how: 'Two or three requests with the same key at once.',
      weight: 10,
      bring: (world, random) => atOnce(world, random, random.between(2, 3)),
    },
    {
      name: 'sent again later',
      how: 'The same request after its answer and others, and its key with something else.',
      weight: 8,
      bring: later,
    },
  ],
};
