import { adultTransition } from '../adult-transition/adult-transition.js';
import { assessment } from '../assessment/assessment.js';
import { caseProcess } from '../case/case.js';
import { consent } from '../consent/consent.js';
import { funding } from '../funding/funding.js';
import { notice } from '../notice/notice.js';
import { packageOfCare } from '../package/package.js';
import { meeting } from '../panel/meeting.js';
import { panelItem } from '../panel/panel-item.js';
import { provision } from '../provision/provision.js';
import { referral } from '../referral/referral.js';
import { review } from '../review/review.js';
import type { EventDefinition } from './events.js';
import type { ProcessDefinition } from './process.js';
import type { ProcessKind } from './record.js';

/** Every process, in the order a case meets them. */
export const PROCESSES: readonly ProcessDefinition[] = [
  caseProcess,
  consent,
  referral,
  assessment,
  panelItem,
  notice,
  provision,
  funding,
  packageOfCare,
  review,
  adultTransition,
  meeting,
];

const BY_KIND = new Map(PROCESSES.map((process) => [process.kind, process]));

/** The definition of that kind of process. */
export function processOf(kind: ProcessKind): ProcessDefinition {
  const process = BY_KIND.get(kind);
  if (!process) throw new Error(`There is no process '${kind}'.`);
  return process;
}

/** An event type with the one process that owns it. */
export interface OwnedEvent {
  type: string;
  owner: ProcessDefinition;
  definition: EventDefinition;
}

const OWNERS = new Map<string, OwnedEvent>(
  PROCESSES.flatMap((owner) =>
    Object.entries(owner.events).map(([type, definition]): [string, OwnedEvent] => [
      type,
      { type, owner, definition },
    ]),
  ),
);

/** The event type with its owner, or undefined where nobody knows it. */
export const eventOf = (type: string): OwnedEvent | undefined => OWNERS.get(type);

/** Every event type there is, by process. */
export const allEvents = (): readonly OwnedEvent[] => [...OWNERS.values()];

/** The events that open a case or a meeting. */
export const OPENING_EVENTS = ['CASE_OPENED', 'CASE_TAKEN_ON', 'MEETING_ARRANGED'] as const;
