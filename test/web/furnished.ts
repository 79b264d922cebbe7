import type { Role } from '../../src/access/roles.js';
import { withDatabase } from '../helpers/database.js';
import type { Visits } from './demonstration-visitors.js';
import { unescaped } from './html.js';
import { hiddenIn, type Visitor } from './visitor.js';

/** Somebody who did something whose page no link leads to, and its address. */
export interface Further {
  visitor: Visitor;
  from: readonly string[];
}

const ticksIn = (html: string): string[] =>
  [...html.matchAll(/name="case" type="checkbox" value="([^"]*)"/g)].map(([, value]) =>
    unescaped(value ?? ''),
  );

async function aChangeTriedOut(visitor: Visitor): Promise<Further> {
  const { text } = await visitor.get('/workload/cases?unassigned=true');
  const { location } = await visitor.post('/workload/cases?unassigned=true', {
    ...hiddenIn(text),
    case: ticksIn(text).slice(0, 2),
    which: 'ticked',
    to: 'spread',
    reason: 'They have waited long enough',
  });
  return { visitor, from: [location ?? ''] };
}

async function somebodyFound(visitor: Visitor): Promise<Further> {
  await visitor.get('/search');
  const { location } = await visitor.post('/search', { name: 'demo' });
  return { visitor, from: [location ?? ''] };
}

/** Adds to a demonstration what a quiet day has none of: work that failed, a change tried out, somebody looked for. */
export async function furnish(visits: Visits): Promise<Partial<Record<Role, Further>>> {
  await withDatabase(visits.url, (client) =>
    client.query(
      `UPDATE alarms SET state = 'exception', attempts = 6, failure = 'TypeError', failed_first_at = service_now(),
         failed_last_at = service_now(), owner_role = 'manager'
       WHERE id IN (SELECT id FROM alarms WHERE state = 'waiting' ORDER BY about LIMIT 2)`,
    ),
  );
  return {
    manager: await aChangeTriedOut(await visits.as('manager')),
    nurseAssessor: await somebodyFound(await visits.as('nurseAssessor')),
  };
}
