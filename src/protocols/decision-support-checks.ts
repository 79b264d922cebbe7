import type { CareDomain, DecisionSupport } from '../../workflows/protocol/index.js';
import { byName, group, list, whole, words, type Check } from './checks.js';

interface WrittenDomain {
  slug: string;
  label: string;
  levels: Readonly<Record<string, string>>;
}

interface Written extends Omit<DecisionSupport, 'domains'> {
  domains: readonly WrittenDomain[];
}

const written: Check<Written> = group<Written>({
  clause: words,
  helpNote: words,
  levels: list(group({ slug: words, label: words }), { min: 1 }),
  guide: group<DecisionSupport['guide']>({ clause: words, thresholds: byName(whole(1)), note: words }),
  domains: list(group<WrittenDomain>({ slug: words, label: words, levels: byName(words) }), { min: 1 }),
});

const domainOf = ({ slug, label, levels }: WrittenDomain, order: readonly string[]): CareDomain => ({
  slug,
  label,
  levels: order.filter((level) => level in levels),
  help: levels,
});

/** The decision support tool: every level of a domain, and of the guide, is one that the tool has. */
export const decisionSupport: Check<DecisionSupport> = (value, path, report) => {
  const checked = written(value, path, report);
  const order = (checked.levels ?? []).map(({ slug }) => slug);
  const known = (level: string, at: readonly (string | number)[]) => {
    if (!order.includes(level)) report([...path, ...at], `is no level; the levels are ${order.join(', ')}`);
  };
  Object.keys(checked.guide?.thresholds ?? {}).forEach((level) =>
    known(level, ['guide', 'thresholds', level]),
  );
  const domains = checked.domains ?? [];
  domains.forEach(({ slug, levels }, at) => {
    Object.keys(levels ?? {}).forEach((level) => known(level, ['domains', at, 'levels', level]));
    if (domains.findIndex((other) => other.slug === slug) !== at) {
      report([...path, 'domains', at, 'slug'], `is '${slug}', which another domain has`);
    }
  });
  return { ...checked, domains: domains.map((domain) => domainOf(domain, order)) };
};
