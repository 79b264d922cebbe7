import { THE_OWNER, type ProtocolParameters, type Timescale } from '../../workflows/protocol/index.js';
import type { DataFile } from './data-file.js';

type Owning = Pick<ProtocolParameters, 'ownerRoles' | 'escalation'>;

/** The rows whose owner, by the word that names it, no role of the service answers to. */
export const ownedByNobody = (rows: readonly Timescale[], { ownerRoles }: Owning): Timescale[] =>
  rows.filter(({ owner }) => !(owner in ownerRoles.value));

/** What is wrong with who owns what: a timescale or an escalation names someone to whom no role answers. */
export function unknownOwners(
  rows: DataFile<{ timescales: readonly Timescale[] }>,
  values: DataFile<Owning>,
): string[] {
  const { timescales } = rows.data;
  const { escalation, ownerRoles } = values.data;
  return [
    ...ownedByNobody(timescales, values.data).map((row) =>
      rows.problem(
        ['timescales', timescales.indexOf(row), 'owner'],
        `is '${row.owner}', to which no role answers in ownerRoles`,
      ),
    ),
    ...escalation.value.flatMap(({ to }, at) =>
      to === THE_OWNER || to in ownerRoles.value
        ? []
        : [
            values.problem(
              ['escalation', 'value', at, 'to'],
              `is '${to}', to which no role answers in ownerRoles`,
            ),
          ],
    ),
  ];
}
