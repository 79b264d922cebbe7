import type { AssessmentView, DomainView } from '../../../reading/assessment-reading.js';
import type { EvidenceView, StepView } from '../../../reading/views.js';
import type { SavedDraft } from '../../../drafts/drafts.js';
import { draftName } from '../drafts/own-drafts.js';
import { choiceInWords } from '../words/choice-words.js';
import { anyOf } from '../words/roles.js';
import { dateInWords, londonTimeInWords } from '../../../../workflows/protocol/index.js';

/** A task of the list, with how far it is in words. */
export interface Task {
  title: string;
  /** Null where there is nothing to do there, or not yet. */
  href: string | null;
  hint: string | null;
  status: string;
  /** The colour of its tag; none for what is done. */
  colour: string | null;
}

/** Tasks that belong together. */
export interface TaskGroup {
  title: string;
  tasks: Task[];
}

/** The stage of an assessment, of those at which voices are recorded. */
export const STAGE = 'assessment';
const TO_DO = { status: 'To do', colour: 'blue' };
const NOT_YET = { status: 'Cannot start yet', colour: 'grey' };

/** Where the page of a care domain is. */
export const domainAddress = (caseId: string, slug: string): string => `/cases/${caseId}/assessment/${slug}`;

interface Asked {
  caseId: string;
  view: AssessmentView;
  steps: readonly StepView[];
  drafts: ReadonlyMap<string, SavedDraft>;
  evidence: readonly EvidenceView[];
  /** Whether the child's or family's voice is recorded for the stage of assessment (SCO-8). */
  voiced: boolean;
}

const formOf = (caseId: string, type: string, also = ''): string =>
  `/cases/${caseId}/do/${type}?to=/cases/${caseId}/assessment${also}`;

const canTake = (steps: readonly StepView[], type: string): boolean =>
  steps.some((step) => step.type === type && step.possible && step.mayYou);

function domainTask({ caseId, drafts }: Asked, { slug, label, score }: DomainView): Task {
  const draft = drafts.get(draftName('DOMAIN_SCORED', slug));
  const saved = draft && `Draft saved ${londonTimeInWords(draft.savedAt)}`;
  const state = score
    ? { status: score.label, colour: null }
    : saved === undefined
      ? TO_DO
      : { status: 'Draft', colour: 'yellow' };
  return { title: label, href: domainAddress(caseId, slug), hint: saved ?? null, ...state };
}

function teamTasks({ caseId, view, steps }: Asked): Task[] {
  const may = canTake(steps, 'MDT_HELD');
  return [
    {
      title: 'Invite the multi-disciplinary team',
      href: `/cases/${caseId}/assessment/team`,
      hint: 'Who is to come, and when.',
      status: view.mdtHeldOn ? 'Done' : 'Optional',
      colour: view.mdtHeldOn ? null : 'grey',
    },
    {
      title: 'Record the meeting: who attended, apologies, reports sent',
      href: `/cases/${caseId}/assessment/team`,
      hint: view.mdtHeldOn ? `Held on ${dateInWords(view.mdtHeldOn)}.` : null,
      ...(view.mdtHeldOn ? { status: 'Done', colour: null } : may ? TO_DO : NOT_YET),
    },
  ];
}

function evidenceTasks({ caseId, view, steps }: Asked): Task[] {
  const may = canTake(steps, 'EVIDENCE_RECORDED');
  return view.areas.map(({ slug, state }) => {
    const tool = slug === 'dst';
    const href = tool || !may ? null : formOf(caseId, 'EVIDENCE_RECORDED', `&area=${slug}`);
    const hint = tool ? 'There as soon as a care domain has its level.' : null;
    if (state === 'present')
      return { title: choiceInWords(slug), href, hint: null, status: 'There', colour: null };
    if (state === 'explained')
      return {
        title: choiceInWords(slug),
        href,
        hint: 'Its absence is explained.',
        status: 'Explained',
        colour: null,
      };
    return { title: choiceInWords(slug), href, hint, ...TO_DO };
  });
}

/** SCO-8: what the child and family say; the panel is shown it, and quality assurance asks for it. */
const voiceTask = ({ caseId, steps, voiced }: Asked): Task => ({
  title: 'What the child and family say, in their words',
  href: canTake(steps, 'VOICE_RECORDED') ? formOf(caseId, 'VOICE_RECORDED', `&stage=${STAGE}`) : null,
  hint: 'Shown to the panel. Ask again at every assessment; say why where it could not be gathered.',
  ...(voiced ? { status: 'Recorded', colour: null } : TO_DO),
});

function outcomeTasks({ caseId, view, steps }: Asked): Task[] {
  const recommends = canTake(steps, 'RECOMMENDATION_MADE');
  const assures = steps.find(({ type }) => type === 'ASSESSMENT_QUALITY_ASSURED');
  const made = view.recommendation !== null && view.state !== 'underway';
  const others = assures?.possible && !assures.mayYou ? ` By: ${anyOf(assures.roles)}.` : '';
  return [
    {
      title: 'Check your answers, and make the recommendation',
      href: `/cases/${caseId}/assessment/check-answers`,
      hint: null,
      ...(made ? { status: 'Made', colour: null } : recommends ? TO_DO : NOT_YET),
    },
    {
      title: 'Record what the family and the team think of it',
      href: canTake(steps, 'VIEW_RECORDED') ? formOf(caseId, 'VIEW_RECORDED') : null,
      hint: null,
      ...(view.views.length > 0
        ? { status: `${view.views.length} recorded`, colour: null }
        : made
          ? TO_DO
          : NOT_YET),
    },
    {
      title: 'Quality assurance by a second person',
      href: assures?.possible && assures.mayYou ? formOf(caseId, 'ASSESSMENT_QUALITY_ASSURED') : null,
      hint: `Someone who took no part in this assessment signs it off.${others}`,
      ...(view.signedOffBy !== null
        ? { status: 'Signed off', colour: null }
        : !made
          ? NOT_YET
          : canTake(steps, 'ASSESSMENT_QUALITY_ASSURED')
            ? TO_DO
            : { status: 'Waits for somebody else', colour: null }),
    },
  ];
}

/** The tasks of an assessment, in the order they are usually done. */
export const taskGroups = (asked: Asked): TaskGroup[] => [
  { title: 'The multi-disciplinary team', tasks: teamTasks(asked) },
  { title: 'Evidence', tasks: [...evidenceTasks(asked), voiceTask(asked)] },
  { title: 'Care domains', tasks: asked.view.domains.map((domain) => domainTask(asked, domain)) },
  { title: 'What it comes to', tasks: outcomeTasks(asked) },
];
