import { PROBLEMS, type ProblemError, type ProblemName } from '../http/problem.js';
import { render, type PageFrame } from './templates.js';

const WORDS: Partial<Record<ProblemName, { title: string; words: readonly string[] }>> = {
  'not-found': {
    title: 'Page not found',
    words: [
      'If you typed the address, check that it is right. If you pasted it, check that you copied all of it.',
    ],
  },
  unexpected: {
    title: 'Sorry, there is a problem with the service',
    words: ['Try again later. If it goes on, tell whoever runs the service, with the reference below.'],
  },
  unavailable: {
    title: 'Sorry, the service is not available just now',
    words: ['Nothing is lost. Try again in a few minutes.'],
  },
};

/** What went wrong as a page for people; `reference` is what the log has of it. */
export function problemPage(
  { problem, detail, more: { errors = [] } }: ProblemError,
  reference: string,
  frame: Omit<PageFrame, 'title' | 'here'>,
): string {
  const { title, words } = WORDS[problem] ?? {
    title: PROBLEMS[problem].title,
    words: [detail, ...errors.map(({ field, message }) => `${field}: ${message}`)],
  };
  const asked = PROBLEMS[problem].status < 500;
  return render('problem.njk', { ...frame, title, here: '' }, { words, reference: asked ? null : reference });
}
