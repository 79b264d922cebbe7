import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Served } from './served.js';

const PLACE = 'sefton';

/** What is typed into a form, by the names of its boxes. */
export type Typing = Readonly<Record<string, string | readonly string[]>>;

/** Types, ticks and chooses in the form of a page. */
export async function typeInto(page: Page, typed: Typing): Promise<void> {
  for (const [name, value] of Object.entries(typed)) {
    const boxes = page.locator(`#form [name="${name}"]`);
    const kind = await boxes.first().evaluate((box) => (box as unknown as { type: string }).type);
    const chosen = typeof value === 'string' ? [value] : value;
    if (kind === 'radio' || kind === 'checkbox')
      for (const each of chosen) await page.locator(`#form [name="${name}"][value="${each}"]`).check();
    else if (kind.startsWith('select')) await boxes.selectOption([...chosen]);
    else await boxes.fill(chosen[0] ?? '');
  }
}

/** Presses the first button of the form: what it is there for. */
export const pressForm = (page: Page): Promise<void> =>
  page.locator('#form .nhsuk-button-group .nhsuk-button').first().click();

/** Adds an entry to a list of the form. */
export async function addTo(page: Page, list: string, boxes: string): Promise<void> {
  await page.locator(`#form button[name="_add"][value="${list}"]`).click();
  await page.locator(`#form [name="${boxes}"]`).first().waitFor({ state: 'attached' });
}

/** A day in its three boxes. */
export function dayOf(name: string, date: string): Typing {
  const [year = '', month = '', day = ''] = date.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
}

/** The id of a person of the demonstration. */
export async function idOf(served: Served, name: string): Promise<string> {
  const found = (await served.engine.directory.everyone(PLACE)).find((each) => each.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found.id;
}

/** Records something without a browser: what others do in a journey. */
export async function tell(
  served: Served,
  {
    by,
    type,
    content,
    kind = 'case',
    id,
  }: {
    by: string;
    type: string;
    content: Record<string, unknown>;
    kind?: 'case' | 'meeting';
    id: string;
  },
): Promise<void> {
  const outcome = await served.engine.engine.execute({
    commandId: randomUUID(),
    subject: { kind, id },
    place: PLACE,
    type,
    content,
    by: await idOf(served, by),
  });
  if (outcome.kind !== 'accepted') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
}
