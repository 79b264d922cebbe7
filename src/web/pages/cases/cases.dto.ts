import { CASE_ORDERS, type CaseOrder } from '../../../reading/case-orders.js';
import { ROWS } from '../lists/rows.js';
import { OneOf, Words, YesNo } from '../../http/field.js';

/** Which cases the list shows. */
export class CaseListFilter {
  @OneOf({ about: 'Whether the case is open', of: ['open', 'closed', ''], optional: true })
  state?: 'open' | 'closed' | '';

  @OneOf({ about: 'Only my own', of: ['me', ''], optional: true })
  whose?: 'me' | '';

  @YesNo({ about: 'Only those with something overdue', optional: true })
  overdue?: boolean;

  @YesNo({ about: 'Only those with, or without, an assessor', optional: true })
  allocated?: boolean;

  @OneOf({ about: 'What comes first', of: CASE_ORDERS, optional: true })
  order?: CaseOrder;

  @OneOf({ about: 'How many rows', of: ROWS, optional: true })
  rows?: (typeof ROWS)[number];

  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}

/** Where a list of a case goes on. */
export class Onwards {
  @Words({ about: 'Where to go on', max: 400, optional: true })
  cursor?: string;
}
