import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineProjection, when } from '#kernel/domain';
import { IsUnitCode } from '#organisation';
import {
  answerCalled,
  defineQuery,
  pageOf,
  ReadOptionsQuery,
  TerritoryFilterQuery,
  type Published,
  type QueryShell,
} from '#use-cases';
import { Id, LocalDate, Text, explained } from '#vocabulary';
import { ClosedHours } from '../domain/events/agenda-events.ts';
import {
  UnitClosureDeclared,
  UnitClosureWithdrawn,
  type UnitClosureEvent,
} from '../domain/events/unit-closure-events.ts';
import { unitClosure } from '../domain/unit-closure/unit-closure.ts';
import { Territory } from '../domain/vocabulary.ts';
import { READERS } from './agenda-directory.ts';

const UnitClosureAnswer = Type.Object(
  {
    unitClosureId: Id,
    ...Territory.properties,
    from: LocalDate,
    until: explained(LocalDate, 'Last day (this day included); 2199-12-31 for one until further notice.'),
    hours: Type.Optional(answerCalled('ClosedHoursAnswer', ClosedHours)),
    reason: Text,
    isWithdrawn: Type.Boolean(),
  },
  { $id: 'UnitClosureAnswer' },
);

type UnitClosureDocument = Published<Static<typeof UnitClosureAnswer>>;

/** The closures of units, one document each. */
export const unitClosures = defineProjection<UnitClosureDocument>({
  name: 'unit-closures',
  version: 1,
  indexes: [
    { fields: ['from'] },
    { fields: ['region', 'from'] },
    { fields: ['province', 'from'] },
    { fields: ['unit', 'from'] },
  ],
  keys: ({ data }) => [(data as UnitClosureEvent['data']).unitClosureId],
  on: [
    when(UnitClosureDeclared, (_none, { data: { agendas: _atOnce, isWhole: _told, ...closure } }) => ({
      ...closure,
      isWithdrawn: false,
    })),
    when(UnitClosureWithdrawn, (document) => document && { ...document, isWithdrawn: true }),
  ],
});

/** So many of a unit are looked through, the latest first: more than stand at any time. */
const LOOKED_THROUGH = 200;

/** The closures of a unit that are not withdrawn, among the latest. */
export async function standingClosures(
  unit: string,
  { reader, read }: Pick<QueryShell, 'reader' | 'read'>,
): Promise<readonly UnitClosureDocument[]> {
  const latest = { where: { unit }, orderBy: [{ field: 'from', descending: true }], limit: LOOKED_THROUGH };
  const { items } = await reader.find(unitClosures, latest, read);
  return items.filter(({ isWithdrawn }) => !isWithdrawn);
}

export class GetUnitClosure extends ReadOptionsQuery {
  /** Id of the closure. */
  @IsUUID()
  readonly unitClosureId!: string;
}

export const getUnitClosure = defineQuery({
  input: GetUnitClosure,
  summary: 'One closure of a unit, withdrawn or not.',
  by: READERS,
  answer: UnitClosureAnswer,
  refuses: [unitClosure.notFound],
  run: async ({ unitClosureId }, shell) => {
    const { document } = await shell.reader.get(unitClosures, unitClosureId, shell.read);
    if (!document) throw unitClosure.notFound({ id: unitClosureId });
    shell.requireWithin({ region: document.region, province: document.province, unit: document.unit });
    return document;
  },
});

export class ListUnitClosures extends TerritoryFilterQuery {
  /** Code of the territorial unit. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;
}

export const listUnitClosures = defineQuery({
  input: ListUnitClosures,
  summary: 'Closures of units, the latest first.',
  by: READERS,
  answer: pageOf('UnitClosurePage', UnitClosureAnswer),
  run: ({ region, province, unit }, shell) => {
    const bounds = { region: 'region', province: 'province', unit: 'unit' };
    const query = shell.page({ region, province, unit }, bounds, [{ field: 'from', descending: true }]);
    return shell.reader.find(unitClosures, query, shell.read);
  },
});
