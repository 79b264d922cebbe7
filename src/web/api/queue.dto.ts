import { DEADLINE_QUEUES, type DeadlineQueue } from '../../reading/queues/queues.js';
import { QUEUE_ORDERS, type QueueOrder } from '../../reading/queues/queue-orders.js';
import { Moment, OneOf, Whole, Words, YesNo } from '../http/field.js';

const LONGEST = 80;

/** The queue that is meant. */
export class Queued {
  @OneOf({ about: 'The queue', of: DEADLINE_QUEUES })
  queue: DeadlineQueue;
}

/** Which deadlines of a queue are wanted. */
export class QueueFilter {
  @Words({ about: 'Only of this timescale', max: LONGEST, optional: true })
  timescale?: string;

  @Words({ about: 'Only of cases in this stage, such as assessment.underway', max: LONGEST, optional: true })
  stage?: string;

  @Words({ about: 'Only those of this person, by id', max: LONGEST, optional: true })
  owner?: string;

  @Words({ about: 'Only those of people in this team, by id', max: LONGEST, optional: true })
  team?: string;

  @Words({
    about: 'Only of cases with this responsible commissioner, by id; none: of cases without one',
    max: LONGEST,
    optional: true,
  })
  organisation?: string;

  @Words({ about: 'Only of cases with this kind of need', max: LONGEST, optional: true })
  need?: string;

  @Words({
    about: 'Only what is overdue by as much as this ageing bucket says',
    max: LONGEST,
    optional: true,
  })
  ageing?: string;

  @Words({
    about: 'Only what was escalated to them, such as commissioning lead (ROL-5)',
    max: LONGEST,
    optional: true,
  })
  escalatedTo?: string;
}

/** Queues judged at a moment. */
export class QueueCountsAsked extends QueueFilter {
  @Moment({ about: '`asAt` of an answer before, to be judged at the same moment', optional: true })
  asAt?: string;
}

/** Which part of a queue is wanted. */
export class QueuePageAsked extends QueueCountsAsked {
  @Whole({ about: 'Most entries of one answer', min: 1, max: 100, otherwise: 25, optional: true })
  limit?: number;

  @Words({
    about: 'Where to go on: `next` of the answer before; it carries the moment too',
    max: 600,
    optional: true,
  })
  cursor?: string;

  @OneOf({
    about:
      'The longest due first, which is usual, or by child, by what is due or by whose it is, or any of these the other way round; send a cursor with the order it was got in',
    of: QUEUE_ORDERS,
    optional: true,
  })
  order?: QueueOrder;

  @YesNo({ about: 'Also count all entries', optional: true })
  total?: boolean;
}
