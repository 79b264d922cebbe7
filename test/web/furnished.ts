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
  // Of what would move to another version there is nothing to see here: the demonstration has one.
  return { visitor, from: [location ?? '', '/protocol/check/none'] };
}

async function aViewSavedAndSomebodyFound(visitor: Visitor): Promise<Further> {
  const list = '/cases?whose=me';
  await visitor.get(list);
  await visitor.post('/views', { address: list, name: 'Mine' });
  const { location } = await visitor.post('/search', { name: 'demo' });
  return { visitor, from: [location ?? ''] };
}

async function aReferralBegun(visitor: Visitor): Promise<Further> {
  const form = '/do/CASE_OPENED?to=/cases/%7Bid%7D/referral';
  const { location } = await visitor.post(form, {
    ...hiddenIn((await visitor.get(form)).text),
    givenName: 'Demo Wren',
    familyName: 'Example',
    'dateOfBirth-day': '3',
    'dateOfBirth-month': '4',
    'dateOfBirth-year': '2019',
    nhsNumberMissing: 'Still being traced',
    'parentalResponsibility.0.relationship': 'mother',
    'parentalResponsibility.0.name': 'Demo Mother',
  });
  return { visitor, from: [location ?? '', `${location ?? ''}/check-answers`] };
}

/** What a day would do, which is looked at before it is entered. */
async function aDayLookedAt(visitor: Visitor): Promise<string> {
  await visitor.get('/calendar');
  const { location = '' } = await visitor.post('/calendar/check', {
    kind: 'proclaimed',
    name: 'A proclaimed day',
    'date-day': '15',
    'date-month': '6',
    'date-year': '2026',
  });
  return location;
}

/** The administrator can sign in with a password, and so can somebody else, whose account can be ended. */
async function accounts(visitor: Visitor, own: string, other: string): Promise<Further> {
  for (const [person, username] of [
    [own, 'warden'],
    [other, 'reader'],
  ] as const) {
    await visitor.get(`/people/${person}`);
    await visitor.post(`/people/${person}/account`, { username, password: 'a long enough password' });
  }
  return { visitor, from: [`/people/${other}`, await aDayLookedAt(visitor)] };
}

/** Somebody of the panel who has no interest in the first item of the next meeting, and so reads its pack. */
async function noInterest(visitor: Visitor): Promise<Further> {
  const next = async (within: RegExp, on: string): Promise<string> =>
    within.exec((await visitor.get(on)).text)?.[0] ?? '';
  const meeting = await next(/\/meetings\/[0-9a-f-]{36}/, '/meetings');
  const item = await next(new RegExp(`${meeting}/items/[0-9a-f-]{36}`), meeting);
  await visitor.get(item);
  await visitor.post(`${item}/declare`, { interest: 'no' });
  return { visitor, from: [item, `/cases/${item.split('/').at(-1) ?? ''}/panel`] };
}

/** The chair approves minutes that wait for it; from then on they are corrected rather than changed. */
async function minutesApproved(chair: Visitor): Promise<string> {
  const { text } = await chair.get('/meetings');
  for (const [meeting] of text.matchAll(/\/meetings\/[0-9a-f-]{36}/g)) {
    const minutes = `${meeting}/minutes`;
    const { text: draft } = await chair.get(minutes);
    for (const [item] of draft.matchAll(new RegExp(`${meeting}/items/[0-9a-f-]{36}`, 'g'))) {
      await chair.get(item);
      await chair.post(`${item}/declare`, { interest: 'no' });
    }
    const { text: shown } = await chair.get(minutes);
    const action = `${meeting}/do/MINUTES_APPROVED`;
    if (!shown.includes(`action="${action}"`)) continue;
    const members = [...shown.matchAll(/name="members" value="([^"]*)"/g)].map(([, id]) => id ?? '');
    await chair.post(action, { ...hiddenIn(shown), members });
    return minutes;
  }
  throw new Error('No minutes of the demonstration wait for approval.');
}

async function chairing(visitor: Visitor): Promise<Further> {
  const { from } = await noInterest(visitor);
  return { visitor, from: [...from, await minutesApproved(visitor)] };
}

/**
 * Adds to a demonstration what a quiet day has none of: work that failed, a change tried out, a day looked at, somebody looked for, a
 * view saved, a referral begun, an account, a pack that is open to members of the panel, minutes
 * that are approved.
 */
export async function furnish(visits: Visits): Promise<Partial<Record<Role, Further>>> {
  await withDatabase(visits.url, (client) =>
    client.query(
      `UPDATE alarms SET state = 'exception', attempts = 6, failure = 'TypeError', failed_first_at = service_now(),
         failed_last_at = service_now(), owner_role = 'manager'
       WHERE id IN (SELECT id FROM alarms WHERE state = 'waiting' ORDER BY about LIMIT 2)`,
    ),
  );
  const further = {
    manager: await aChangeTriedOut(await visits.as('manager')),
    nurseAssessor: await aViewSavedAndSomebodyFound(await visits.as('nurseAssessor')),
    referrer: await aReferralBegun(await visits.as('referrer')),
    administrator: await accounts(
      await visits.as('administrator'),
      await visits.person('administrator'),
      await visits.person('auditor'),
    ),
    panelChair: await chairing(await visits.as('panelChair')),
    panelMember: await noInterest(await visits.as('panelMember')),
  };
  // The next page says what was done, once.
  for (const { visitor } of Object.values(further)) await visitor.get('/');
  return further;
}
