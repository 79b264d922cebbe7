import { DEADLINE_QUEUES, type DeadlineQueue } from '../../../reading/queues/queues.js';
import { QUEUE_ORDERS, type QueueOrder } from '../../../reading/queues/queue-orders.js';
import { ROWS } from '../lists/rows.js';
import { Moment, OneOf, Words } from '../../http/field.js';

/** A box of a form that may be left empty. */
const box = (about: string) => ({ about, min: 0, max: 80, optional: true });

/** The queue that is meant. */
export class QueueShown {
  @OneOf({ about: 'The queue', of: DEADLINE_QUEUES })
  queue: DeadlineQueue;
}

/** Which deadlines of a queue are shown. */
export class QueueFiltersChosen {
  @Words(box('Only of this timescale'))
  timescale?: string;

  @Words(box('Only of cases in this stage'))
  stage?: string;

  @Words(box('Only those of this person'))
  owner?: string;

  @Words(box('Only those of people in this team'))
  team?: string;

  @Words(box('Only of cases with this responsible commissioner'))
  organisation?: string;

  @Words(box('Only of cases with this kind of need'))
  need?: string;

  @Words(box('Only what is overdue by as much'))
  ageing?: string;

  @Words(box('Only what was escalated to them'))
  escalatedTo?: string;
}

/** The queues as they were at a moment. */
export class QueuesChosen extends QueueFiltersChosen {
  @Moment({ about: 'The moment they are judged at', optional: true })
  asAt?: string;
}

/** Which part of a queue is shown. */
export class QueuePartChosen extends QueuesChosen {
  @OneOf({ about: 'What comes first', of: QUEUE_ORDERS, optional: true })
  order?: QueueOrder;

  @OneOf({ about: 'How many rows', of: ROWS, optional: true })
  rows?: (typeof ROWS)[number];

  @Words({ about: 'Where to go on', max: 600, optional: true })
  cursor?: string;
}
