import { Type, type Static } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { defineProjection, defineRefusal, idOf, when, type RecordedEvent } from '#kernel/domain';
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
import { LATEST, type Life } from '#use-cases/dated';
import type { Dated } from '../domain/dated-value.ts';
import { territorialUnitEvents, type TerritorialUnitEvent } from '../domain/events.ts';
import {
  lastThere,
  territorialUnit,
  unitLife,
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

/** As stored: with all that was written of it. */
type StoredUnit = TerritorialUnitDocument & { readonly life: Life<TerritorialUnitEvent> };

/**
 * The tree of units, one document per unit: what follows from all its facts in the order of their legal dates, whenever they
 * were recorded or rectified.
 */
export const territorialUnits = defineProjection<StoredUnit>({
  name: 'territorial-units',
  version: 4,
  indexes: [
    { fields: ['code'] },
    { fields: ['municipality', 'code'] },
    { fields: ['region', 'code'] },
    { fields: ['province', 'code'] },
    { fields: ['kind', 'code'] },
    { fields: ['parent', 'code'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [when(territorialUnitEvents, (known: StoredUnit | undefined, event) => lineAfter(known, event))],
});

function lineAfter(known: StoredUnit | undefined, event: RecordedEvent<TerritorialUnitEvent>): StoredUnit {
  const { recordedAt, revision } = event;
  const life = unitLife.add(known?.life ?? [], event, event);
  const unit = unitLife.judgedOn(life, LATEST);
  if (unit.status === 'ABSENT') throw new TypeError(`${event.type} in ${event.stream} before its establishment`);
  const closedOn = unit.status === 'CLOSED' ? unit.closedOn : null;
  const last = lastThere(unit, life);
  const parents = periodsOf(last.parents, closedOn).map(({ value: parent, ...when }) => ({ parent, ...when }));
  const isDemonstration = event.type === 'TerritorialUnitEstablished' && event.data.demonstration;
  return {
    code: unit.code,
    state: unit.status,
    kind: last.kind,
    name: last.name,
    parent: last.parents.at(-1)?.value ?? null,
    region: unit.region ?? null,
    province: unit.province ?? null,
    municipality: last.municipality ?? null,
    aooCode: last.aooCode,
    pec: last.pec,
    establishedOn: unit.establishedOn ?? null,
    closedOn,
    kinds: periodsOf(last.kinds, closedOn).map(({ value: kind, ...when }) => ({ kind, ...when })),
    parents,
    demonstration: known?.demonstration ?? isDemonstration ?? false,
    establishedAt: known?.establishedAt ?? recordedAt,
    revision,
    life,
  };
}

/**
 * What was so from days on, in periods of which each lasts until the next one, or the end of the unit; of one day the last counts.
 * None of a unit that was there on no day.
 */
function periodsOf<Value>(values: readonly Dated<Value>[], closedOn: LocalDate | null) {
  return values
    .filter(({ from }, index) => values[index + 1]?.from !== from || index === values.length - 1)
    .map(({ from = null, value }, index, all) => ({ value, from, until: all[index + 1]?.from ?? closedOn }))
    .filter(({ from, until }) => from === null || from !== until);
}

interface Period {
  readonly from: string | null;
  readonly until: string | null;
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
