import { londonTimeInWords } from '../../../../workflows/protocol/index.js';
import { mayRecord } from '../../../access/policy.js';
import type { Task, TaskGroup } from '../assessment/task-list.js';
import type { PartShown, Referral } from './referrals.js';

const TO_DO = { status: 'To do', colour: 'blue' };
const DONE = { status: 'Done', colour: null };
const OPTIONAL = { status: 'Optional', colour: 'grey' };

function partTask(caseId: string, { slug, title, read, begun, draft }: PartShown, sentBefore: boolean): Task {
  const complete = read.errors.length === 0;
  return {
    title,
    href: `/cases/${caseId}/referral/${slug}`,
    hint: draft ? `Saved ${londonTimeInWords(draft.savedAt)}.` : sentBefore ? 'As you sent it before.' : null,
    ...(complete ? DONE : begun ? { status: 'Not complete', colour: 'yellow' } : TO_DO),
  };
}

/** The tasks of a referral before it is sent, in the order they are usually done. */
export function referralTasks(
  { frame, steps, parts, consentGiven, sent }: Referral,
  roles: readonly string[],
): TaskGroup[] {
  const { view } = frame;
  const form = (type: string, also = ''): string | null =>
    mayRecord(type, roles) && steps.some((step) => step.type === type && step.possible)
      ? `/cases/${view.id}/do/${type}?to=/cases/${view.id}/referral${also}`
      : null;
  return [
    {
      title: 'The child and the family',
      tasks: [
        {
          title: 'Who the child is',
          href: form('IDENTITY_CORRECTED'),
          hint: 'Look at the bar above. Correct it where it is wrong. A nurse assessor corrects a wrong date of birth: tell them.',
          ...DONE,
        },
        {
          title: 'Consent',
          href: form('CONSENT_GIVEN'),
          hint: 'A signed form, and where it is held. Without it the checklist is sent back.',
          ...(consentGiven ? DONE : TO_DO),
        },
        {
          title: 'What the child and family say',
          href: form('VOICE_RECORDED', '&stage=checklist'),
          hint: 'Their views and wishes, in their words where you have them.',
          ...OPTIONAL,
        },
      ],
    },
    {
      title: 'The checklist',
      tasks: parts.map((part) => partTask(view.id, part, sent !== undefined)),
    },
  ];
}
