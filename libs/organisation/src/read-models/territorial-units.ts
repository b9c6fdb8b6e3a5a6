import { Type, type Static } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import {
  defineProjection,
  defineRefusal,
  idOf,
  when,
  type EventDefinition,
  type EventHandler,
  type EventOf,
} from '#kernel/domain';
import {
  defineQuery,
  everywhere,
  IsCadastralCode,
  IsOneOf,
  IsRealDate,
  orNull,
  pageOf,
  ReadOptionsQuery,
  ROLES,
  TerritoryFilterQuery,
  within,
} from '#use-cases';
import {
  TerritorialUnitClosed,
  TerritorialUnitDetailsChanged,
  TerritorialUnitEstablished,
  TerritorialUnitReassigned,
  TerritorialUnitReclassified,
  TerritorialUnitRectified,
} from '../domain/events.ts';
import {
  territorialUnit,
  UNIT_STATES,
  UnitState,
  type LivedUnit,
  type UnitStatus,
} from '../domain/territorial-unit.ts';
import { detailsOn } from '../domain/unit-on.ts';
import { UNIT_KIND_NAMES, UnitKind } from '../domain/unit-kinds.ts';
import { IsUnitCode, NamesUnit } from '../use-cases/is-unit-code.ts';
import {
  CadastralCode,
  listOf,
  LocalDate,
  ProvinceCode,
  RegionCode,
  Revision,
  Text,
  Timestamp,
  Word,
} from '#vocabulary';

/** Most changes of one unit that an answer holds; no unit has had more than a few. */
const MOST_PERIODS = 1_000;

const period = {
  from: orNull(LocalDate, 'First day; null where nobody said since when.'),
  until: orNull(LocalDate, 'When it ended (this day not included); null while it goes on.'),
};
const KindPeriod = Type.Object({ kind: UnitKind, ...period }, { $id: 'UnitKindPeriodAnswer' });
const ParentPeriod = Type.Object({ parent: Word, ...period }, { $id: 'UnitParentPeriodAnswer' });

const TerritorialUnitAnswer = Type.Object(
  {
    code: Word,
    state: UnitState,
    kind: UnitKind,
    name: Text,
    parent: orNull(Word),
    region: orNull(RegionCode),
    province: orNull(ProvinceCode),
    municipality: orNull(CadastralCode, 'Codice catastale of the municipality of its seat; null where nobody said.'),
    aooCode: Word,
    pec: Type.String({ maxLength: 254 }),
    establishedOn: orNull(LocalDate, 'First day it was there; null where nobody said.'),
    closedOn: orNull(LocalDate, 'First day on which it was there no longer.'),
    kinds: listOf(KindPeriod, MOST_PERIODS, 'What kind it was, and when.'),
    parents: listOf(ParentPeriod, MOST_PERIODS, 'What it stood under, and when.'),
    demonstration: Type.Boolean(),
    establishedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'TerritorialUnitAnswer' },
);
export type TerritorialUnitDocument = Static<typeof TerritorialUnitAnswer>;

/** The tree of units, one document per unit. */
export const territorialUnits = defineProjection<TerritorialUnitDocument>({
  name: 'territorial-units',
  version: 3,
  indexes: [
    { fields: ['code'] },
    { fields: ['municipality', 'code'] },
    { fields: ['region', 'code'] },
    { fields: ['province', 'code'] },
    { fields: ['kind', 'code'] },
    { fields: ['parent', 'code'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(TerritorialUnitEstablished, (_document, { data, recordedAt, revision }) => ({
      code: data.code,
      state: 'ESTABLISHED',
      kind: data.kind,
      name: data.name,
      parent: data.parent ?? null,
      region: data.region ?? null,
      province: data.province ?? null,
      municipality: data.municipality ?? null,
      aooCode: data.aooCode,
      pec: data.pec,
      establishedOn: data.establishedOn ?? null,
      closedOn: null,
      kinds: [{ kind: data.kind, from: data.establishedOn ?? null, until: null }],
      parents:
        data.parent === undefined ? [] : [{ parent: data.parent, from: data.establishedOn ?? null, until: null }],
      demonstration: data.demonstration ?? false,
      establishedAt: recordedAt,
      revision,
    })),
    changing(TerritorialUnitReclassified, (unit, { kind, effectiveDate }) => {
      const kinds = withPeriod(unit.kinds, { kind, from: effectiveDate, until: unit.closedOn });
      return { kinds, kind: kinds.at(-1)?.kind ?? kind };
    }),
    changing(TerritorialUnitReassigned, (unit, { parent, effectiveDate }) => {
      const parents = withPeriod(unit.parents, { parent, from: effectiveDate, until: unit.closedOn });
      return { parents, parent: parents.at(-1)?.parent ?? parent };
    }),
    changing(TerritorialUnitDetailsChanged, (_unit, { standing: { municipality = null, ...details } }) => ({
      ...details,
      municipality,
    })),
    changing(TerritorialUnitClosed, ({ kinds, parents }, { closedOn }) => ({
      state: 'CLOSED',
      closedOn,
      kinds: ended(kinds, closedOn),
      parents: ended(parents, closedOn),
    })),
    changing(TerritorialUnitRectified, (unit, { standing }) => {
      const { state, aooCode, pec, establishedOn = null, closedOn = null } = standing;
      const { name = unit.name, municipality = unit.municipality } = standing;
      const kinds = periodsOf(standing.kinds, closedOn).map(({ value: kind, ...period }) => ({ kind, ...period }));
      const parents = periodsOf(standing.parents, closedOn).map(({ value: parent, ...period }) => ({
        parent,
        ...period,
      }));
      const now = { kind: kinds.at(-1)?.kind ?? unit.kind, parent: parents.at(-1)?.parent ?? null };
      return { state, name, municipality, aooCode, pec, establishedOn, closedOn, kinds, parents, ...now };
    }),
  ],
});

function changing<Definition extends EventDefinition>(
  definition: Definition,
  change: (unit: TerritorialUnitDocument, data: EventOf<Definition>['data']) => Partial<TerritorialUnitDocument>,
): EventHandler<TerritorialUnitDocument | undefined, TerritorialUnitDocument | undefined> {
  return when(
    definition,
    (unit: TerritorialUnitDocument | undefined, { data, revision }) =>
      unit && { ...unit, ...change(unit, data), revision },
  );
}

interface Period {
  readonly from: string | null;
  readonly until: string | null;
}

/** The periods with one more, which lasts until the next later one begins. */
function withPeriod<P extends Period>(periods: readonly P[], added: P): P[] {
  const from = added.from ?? '';
  const before = periods.filter((period) => (period.from ?? '') <= from);
  const after = periods.slice(before.length);
  const cut = before
    .filter((period) => period.from !== added.from)
    .map((period, index, all) => {
      return index === all.length - 1 ? { ...period, until: added.from } : period;
    });
  return [...cut, { ...added, until: after[0]?.from ?? added.until }, ...after];
}

/** What was so from days on, in periods of which each lasts until the next one, or the end of the unit; of one day the last counts. */
function periodsOf<Value>(
  values: readonly { readonly from?: string; readonly value: Value }[],
  closedOn: string | null,
) {
  return values
    .filter(({ from }, index) => values[index + 1]?.from !== from || index === values.length - 1)
    .map(({ from = null, value }, index, all) => ({ value, from, until: all[index + 1]?.from ?? closedOn }));
}

/** The periods of a unit that is there no longer: none begins after its end. */
function ended<P extends Period>(periods: readonly P[], closedOn: string): P[] {
  return periods
    .filter(({ from }) => from === null || from < closedOn)
    .map((period) => (period.until === null || period.until > closedOn ? { ...period, until: closedOn } : period));
}

/** What held on a day, of periods without gaps. */
function on<P extends Period>(periods: readonly P[], day: string): P | undefined {
  return periods.find(({ from, until }) => (from ?? '') <= day && (until === null || day < until));
}

/** Who reads the tree, each within their territory. */
const READERS = [within('central', 'regional', 'provincial', 'desk-operator', 'analyst')];

export class GetTerritorialUnit extends ReadOptionsQuery {
  /** Code of the unit. */
  @NamesUnit()
  readonly code!: string;

  /** As it was at the end of this day, yyyy-mm-dd, with all that has become known of it; as it is now when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;
}

const notThereOn = defineRefusal(
  'TERRITORIAL_UNIT_ABSENT_ON',
  'On {on} the unit {code} was not there: its kinds say from when until when it was.',
  'not-found',
);

export const getTerritorialUnit = defineQuery({
  input: GetTerritorialUnit,
  summary: 'One unit.',
  by: READERS,
  answer: TerritorialUnitAnswer,
  refuses: [territorialUnit.notFound, notThereOn],
  run: async ({ code, on: day }, { reader, read, requireWithin, look }) => {
    const { document } = await reader.get(territorialUnits, code, read);
    if (!document) throw territorialUnit.notFound({ code });
    const { region, province } = document;
    requireWithin({ unit: code, ...(region ? { region } : {}), ...(province ? { province } : {}) });
    if (day === undefined) return document;
    const kind = on(document.kinds, day)?.kind;
    if (kind === undefined) throw notThereOn({ code, on: day });
    const {
      province: _same,
      municipality = null,
      ...then
    } = await look(territorialUnit, code, (unit) => detailsOn(unit as LivedUnit, day));
    const parent = on(document.parents, day)?.parent ?? null;
    return { ...document, state: 'ESTABLISHED' as const, kind, parent, ...then, municipality };
  },
});

export class ListTerritorialUnits extends TerritoryFilterQuery {
  /** In this state alone. */
  @IsOptional()
  @IsOneOf(UNIT_STATES, 'UnitState')
  readonly state?: UnitStatus;

  /** Of this kind alone. */
  @IsOptional()
  @IsOneOf(UNIT_KIND_NAMES, 'UnitKind')
  readonly kind?: UnitKind;

  /** Code of the unit above. */
  @IsOptional()
  @IsUnitCode()
  readonly parent?: string;
}

export const listTerritorialUnits = defineQuery({
  input: ListTerritorialUnits,
  summary: 'Units by code, within the territory of the token.',
  by: READERS,
  answer: pageOf('TerritorialUnitPage', TerritorialUnitAnswer),
  run: ({ region, province, state, kind, parent }, { reader, read, page }) => {
    const fields = { region: 'region', province: 'province', unit: 'code' };
    return reader.find(
      territorialUnits,
      page({ region, province, state, kind, parent }, fields, [{ field: 'code' }]),
      read,
    );
  },
});

/** What everyone may know of a seat (T5): neither who it stands under, nor how it is written to. */
const PublicUnit = Type.Object(
  {
    code: TerritorialUnitAnswer.properties.code,
    name: TerritorialUnitAnswer.properties.name,
    kind: TerritorialUnitAnswer.properties.kind,
    state: TerritorialUnitAnswer.properties.state,
    region: TerritorialUnitAnswer.properties.region,
    province: TerritorialUnitAnswer.properties.province,
    municipality: TerritorialUnitAnswer.properties.municipality,
  },
  { $id: 'PublicUnitAnswer' },
);

export class ListPublicUnits extends TerritoryFilterQuery {
  /** Codice catastale of the municipality of its seat: a capital letter and three digits. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** Of this kind alone. */
  @IsOptional()
  @IsOneOf(UNIT_KIND_NAMES, 'UnitKind')
  readonly kind?: UnitKind;

  /** In this state alone. */
  @IsOptional()
  @IsOneOf(UNIT_STATES, 'UnitState')
  readonly state?: UnitStatus;
}

export const listPublicUnits = defineQuery({
  input: ListPublicUnits,
  summary: 'Units by code, wherever they are, with what everyone may know of a seat.',
  by: [everywhere(...ROLES)],
  answer: pageOf('PublicUnitPage', PublicUnit),
  run: ({ region, province, municipality, kind, state }, { reader, read, page }) =>
    reader.find(territorialUnits, page({ region, province, municipality, kind, state }, {}, [{ field: 'code' }]), read),
});
