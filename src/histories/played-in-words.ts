import { dateInWords, formatLondon } from '../../workflows/protocol/index.js';
import type { DeadlineView } from './play-engine.js';
import type { Happened, Outcome, PlayedHistory, PlayedStep } from './played.js';

const STATES: Readonly<Record<string, string>> = {
  notStarted: 'not started',
  running: 'running',
  dueSoon: 'due soon',
  overdue: 'OVERDUE',
  excepted: 'excepted',
  metInTime: 'met in time',
  metLate: 'met late',
  stopped: 'stopped',
};

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  accepted: '',
  refused: 'REFUSED',
  invalid: 'INVALID',
  notAllowed: 'NOT ALLOWED',
  moved: '',
};

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  DEADLINE_PASSED: 'deadline passed',
  BREACH_WITHDRAWN: 'breach withdrawn',
};

const dueWords = ({ dueOn, dueAt, inHours }: DeadlineView): string =>
  inHours ? formatLondon(dueAt) : dateInWords(dueOn);

const deadlineLine = (deadline: DeadlineView): string => {
  const target = deadline.target === null ? '' : `, new target ${dateInWords(deadline.target)}`;
  const state = STATES[deadline.state] ?? deadline.state;
  return `${deadline.key} [${deadline.clauses.join(', ')}] due ${dueWords(deadline)}: ${state}${target}`;
};

const happenedLine = ({ type, deadline, at }: Happened): string =>
  `* ${SYSTEM_WORDS[type] ?? type}: ${deadline}, on ${formatLondon(at)}`;

function reasons({ refusals, errors, message }: PlayedStep): string[] {
  return [
    ...refusals.flatMap(({ clauses, message: words, missing = [] }) => [
      `- [${clauses.join(', ')}] ${words}`,
      ...missing.map((each) => `    missing: ${each}`),
    ]),
    ...errors.map(({ field, message: words }) => `- ${field}: ${words}`),
    ...(message === null ? [] : [`- ${message}`]),
  ];
}

function stepLines(step: PlayedStep, before: PlayedStep | undefined): string[] {
  const still =
    step.noInterest.length === 0
      ? 'the clock moves on'
      : `${step.noInterest.join(', ')}: no interest in the case`;
  const what =
    step.event === null
      ? still
      : `${step.who ?? ''}: ${step.event}${step.recorded > 1 ? ` ×${step.recorded}` : ''}`;
  const about = step.subject === before?.subject || step.event === null ? '' : ` (${step.subject})`;
  const outcome = OUTCOMES[step.outcome] === '' ? '' : `  ${OUTCOMES[step.outcome]}`;
  const stage =
    step.stage && (step.stage.id !== before?.stage?.id || step.subject !== before.subject)
      ? [`stage: ${step.stage.words}`]
      : [];
  const lines = [
    ...step.happened.filter(({ type }) => type === 'DEADLINE_PASSED').map(happenedLine),
    ...(step.note === null ? [] : [`“${step.note}”`]),
    ...reasons(step),
    ...step.happened.filter(({ type }) => type !== 'DEADLINE_PASSED').map(happenedLine),
    ...stage,
    ...step.changed.map((deadline) => `> ${deadlineLine(deadline)}`),
    ...step.failures.map((failure) => `! ${failure}`),
  ];
  return [`${step.london}  ${what}${about}${outcome}`, ...lines.map((line) => `    ${line}`)];
}

/** A history step by step: what happened, what was refused and why, what passed, and how its deadlines stand at the end. */
export function inWords(played: PlayedHistory): string {
  const steps = played.steps.flatMap((step, at) => stepLines(step, played.steps[at - 1]));
  const ends = played.cases.flatMap(({ label, reference, stage, deadlines }) => [
    '',
    `At the end, ${label} (${reference}): ${stage.words}`,
    ...deadlines.map((deadline) => `    ${deadlineLine(deadline)}`),
  ]);
  const failed =
    played.failures.length === 0
      ? []
      : ['', 'What was expected and did not hold:', ...played.failures.map((each) => `    ${each}`)];
  return [`${played.title}  (${played.file}, in ${played.place})`, '', ...steps, ...ends, ...failed, ''].join(
    '\n',
  );
}

/** A history in one line. */
export const inOneLine = ({ file, title, steps, failures }: PlayedHistory): string =>
  `${failures.length === 0 ? 'holds ' : 'FAILS '} ${file}: ${title}, ${steps.length} steps${failures.length === 0 ? '' : `, ${failures.length} expectations do not hold`}`;
