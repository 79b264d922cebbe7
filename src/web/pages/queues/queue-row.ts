import { mayDo, mayRecord } from '../../../access/policy.js';
import type { QueueLine } from '../../../reading/queues/queue-views.js';
import { nameOf } from '../cases/case-frame.js';
import { addressOf } from '../lists/address.js';
import { leftInWords, sentence } from '../words/filters.js';
import { deadlineShown } from '../words/standing.js';
import type { PlaceToday } from '../words/today.js';

/** Where to say why a deadline was missed, for whoever may; null where nothing is to be said. */
function whyHref(line: QueueLine, roles: readonly string[], back: string): string | null {
  if (line.reasonWanted === null || !mayRecord('BREACH_REASON_GIVEN', roles)) return null;
  return addressOf(`/cases/${line.case.id}/do/BREACH_REASON_GIVEN`, {
    deadline: line.key,
    to: back,
  });
}

/** A deadline of a queue as a row of its page. `back` is where to go after something was recorded. */
export function queueRow(
  line: QueueLine,
  { today, calendar }: PlaceToday,
  { roles, back }: { roles: readonly string[]; back: string },
): object {
  const nobody = line.ownerPerson === null && line.owner === 'assessor';
  const critical = line.state === 'criticallyOverdue';
  const state = line.state === 'criticallyOverdue' ? 'overdue' : line.state;
  const shown = deadlineShown({ ...line, state }, today, calendar);
  return {
    ...shown,
    symbol: critical ? '‼' : state === 'overdue' ? '!' : '',
    left: line.overdueBy ? leftInWords(-line.overdueBy.workingDays) : shown.left,
    name: nameOf(line.child),
    whose: line.ownerPerson?.name ?? sentence(line.owner),
    nobody,
    assessorsHref: nobody && mayDo('manageWorkload', roles) ? `/cases/${line.case.id}/assessors` : null,
    moved: line.originalDueOn !== line.dueOn,
    whyHref: whyHref(line, roles, back),
  };
}
