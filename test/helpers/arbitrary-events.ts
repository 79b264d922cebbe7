import { fc } from './properties.js';
import {
  addDays,
  allEvents,
  localDate,
  type Evidence,
  type Field,
  type Fields,
} from '../../workflows/protocol/index.js';
import { PEOPLE, quorateMeeting, SEFTON, type Who } from './story.js';

const { protocol, place } = SEFTON;
const people = Object.keys(PEOPLE) as Who[];

/** Every slug the protocol version knows, and one it does not. */
const slugs = [
  ...new Set([
    'nonsense',
    ...protocol.decisionSupport.domains.map(({ slug }) => slug),
    ...protocol.decisionSupport.levels.map(({ slug }) => slug),
    ...protocol.parameters.qualityAssuranceQuestions.value.map(({ slug }) => slug),
    ...protocol.parameters.assuranceKinds.value.map(({ slug }) => slug),
    ...protocol.parameters.contingencies.value.map(({ slug }) => slug),
    ...protocol.parameters.reviewOutcomes.value.map(({ slug }) => slug),
    ...protocol.parameters.reviewForms.value.map(({ slug }) => slug),
    ...protocol.funding.kinds.map(({ slug }) => slug),
    ...protocol.parameters.needKinds.value.map(({ slug }) => slug),
    ...protocol.parameters.referrerSettings.value.map(({ slug }) => slug),
    ...protocol.parameters.evidenceAreas.value,
    ...protocol.parameters.evidenceKinds.value.map(({ slug }) => slug),
    'decision-national/referral-1',
    'provision-local/assessment-1',
    'receivedOn',
    'decidedOn',
  ]),
];

/** The slugs of one of the protocol version's lists; any slug for what of a case or place is named. */
const listOf = (name: string): string[] => {
  if (!Object.hasOwn(protocol.parameters, name)) return slugs;
  const { value } = protocol.parameters[name as 'needKinds'];
  return value.map((one: string | { slug: string }) => (typeof one === 'string' ? one : one.slug));
};

const day = fc.integer({ min: -40, max: 400 }).map((days) => addDays(localDate('2026-01-05'), days));

function valueOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
    case 'personal':
    case 'nhsNumber':
      return fc.constant('words');
    case 'code':
      return field.list ? fc.constantFrom(...listOf(field.list), 'nonsense') : fc.constantFrom(...slugs);
    case 'choice':
      return fc.constantFrom(...(field.choices ?? []));
    case 'date':
      return day;
    case 'instant':
      return day.map((on) => `${on}T10:00:00.000Z`);
    case 'yesNo':
      return fc.boolean();
    case 'integer':
    case 'pence':
      return fc.integer({ min: field.min ?? 0, max: 60 });
    case 'person':
      return fc.constantFrom(...people);
    case 'organisation':
      return fc.constantFrom(...place.organisations.map(({ id }) => id));
    case 'subject':
      return fc.constant('meeting-1');
    case 'list':
      return fc.array(valueOf(field.of as Field), { minLength: field.min ?? 0, maxLength: 4 });
    case 'group':
      return contentOf(field.fields ?? {});
  }
}

/** Any content that fits the fields, optional ones now and then left out. */
export const contentOf = (fields: Fields): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        field.optional ? fc.option(valueOf(field), { nil: undefined }) : valueOf(field),
      ]),
    ),
  );

const meeting = fc
  .record({
    present: fc.subarray(people),
    stage: fc.constantFrom('arranged', 'held', 'closed'),
    heldOn: day,
  })
  .map(({ present, stage, heldOn }) => quorateMeeting(heldOn, { present, stage }));

const evidence: fc.Arbitrary<Evidence> = fc.record({
  meeting,
  nextMeeting: fc.option(fc.record({ id: fc.constant('meeting-2'), heldOn: day })),
});

/** Anything anyone might try to record of a case, days after the event before. */
export const anyEvent = fc
  .constantFrom(...allEvents().filter(({ owner }) => owner.kind !== 'meeting'))
  .chain(({ type, definition }) =>
    fc.record({
      type: fc.constant(type),
      content: contentOf(definition.fields),
      by: fc.constantFrom(...people),
      evidence,
      days: fc.integer({ min: 0, max: 9 }),
    }),
  );
