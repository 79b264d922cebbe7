import type { EventView } from './views.js';

/** What a referral says of need: where it arises, what is not met, and what was tried first (SCO-2, CHK-2). */
export interface ReferralInPack {
  needs: readonly string[];
  unmetNeeds: readonly string[];
  services: readonly { service: string; outcome: string }[];
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/** What that checklist says of need; null where there is none. */
export function referralIn(content: EventView['content'] | undefined): ReferralInPack | null {
  if (content === undefined) return null;
  const services = Array.isArray(content['servicesExplored']) ? content['servicesExplored'] : [];
  return {
    needs: textsIn(content['needs']),
    unmetNeeds: textsIn(content['unmetNeeds']),
    services: (services as Record<string, unknown>[]).map(({ service, outcome }) => ({
      service: words(service),
      outcome: words(outcome),
    })),
  };
}
