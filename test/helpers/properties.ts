import fc from 'fast-check';

const numberFrom = (name: string): number | undefined => {
  const said = process.env[name];
  return said === undefined || said === '' ? undefined : Number(said);
};

/** Where every property begins. */
export const SEED = numberFrom('PROPERTY_SEED') ?? 20_260_105;

/**
 * fast-check as every property here uses it: from one seed, so that a run can be repeated. PROPERTY_SEED takes another and
 * PROPERTY_RUNS more cases, for whoever looks for what this seed does not find.
 */
const runs = numberFrom('PROPERTY_RUNS');
fc.configureGlobal({
  seed: SEED,
  ...(runs === undefined ? {} : { numRuns: runs }),
});

export { fc };
