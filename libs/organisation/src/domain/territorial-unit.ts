import { DomainError, type Aggregate, type DecisionContext } from '#kernel';
import type { TerritorialUnitEvent } from './events.ts';
import { requirePlace, type Territory } from './territory.ts';
import { ruleOf, type UnitKind } from './unit-kinds.ts';

export interface EstablishTerritorialUnit {
  readonly type: 'EstablishTerritorialUnit';
  /** Unique for ever, and the id of the stream. */
  readonly code: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly parent?: string;
  readonly region?: string;
  readonly province?: string;
  readonly aooCode: string;
  readonly pec: string;
  readonly demonstration?: true;
}

/** What others may know of a unit. */
export interface UnitFacts {
  readonly code: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly aooCode: string;
  readonly region?: string;
  readonly province?: string;
}

export interface TerritorialUnitState {
  /** Absent until the unit is established. */
  readonly unit?: UnitFacts;
}

export interface TerritorialUnitContext extends DecisionContext {
  /** The unit that the command names as parent, if it exists. */
  readonly parent?: UnitFacts | undefined;
  readonly territory: Territory;
  /** Date in Rome, `yyyy-mm-dd`. */
  readonly today: string;
}

const CODE = /^[A-Z0-9-]{2,20}$/;

/** One node of the hierarchy of the institute. The tree has no cycles because a parent exists before its children. */
export const territorialUnit: Aggregate<
  TerritorialUnitState,
  EstablishTerritorialUnit,
  TerritorialUnitEvent,
  TerritorialUnitContext
> = {
  category: 'TerritorialUnit',
  initialState: () => ({}),
  scopeOf: ({ unit }) => ({
    ...(unit?.region === undefined ? {} : { region: unit.region }),
    ...(unit?.province === undefined ? {} : { province: unit.province }),
    ...(unit === undefined ? {} : { unit: unit.code }),
  }),
  decide: (command, { unit }, context) => {
    if (unit) throw new DomainError('TERRITORIAL_UNIT_CODE_TAKEN', { code: unit.code, name: unit.name }, 'conflict');
    if (!CODE.test(command.code)) throw new DomainError('TERRITORIAL_UNIT_CODE_INVALID', { code: command.code });
    requireOwnTerritory(command);
    requirePlace(context.territory, command, context.today);
    requireAllowedParent(command, context.parent);
    const { type: _type, ...data } = command;
    return [{ type: 'TerritorialUnitEstablished', data }];
  },
  evolve: (_state, { data }) => ({
    unit: {
      code: data.code,
      kind: data.kind,
      name: data.name,
      aooCode: data.aooCode,
      ...(data.region === undefined ? {} : { region: data.region }),
      ...(data.province === undefined ? {} : { province: data.province }),
    },
  }),
};

function requireOwnTerritory({ kind, region, province }: EstablishTerritorialUnit): void {
  const { territory } = ruleOf(kind);
  const fits =
    (region !== undefined) === (territory !== 'nation') && (province !== undefined) === (territory === 'province');
  if (!fits) {
    throw new DomainError('TERRITORY_DOES_NOT_FIT_KIND', {
      kind,
      territory,
      region: region ?? null,
      province: province ?? null,
    });
  }
}

function requireAllowedParent(command: EstablishTerritorialUnit, parent: UnitFacts | undefined): void {
  const { kind } = command;
  const { parents } = ruleOf(kind);
  if (command.parent === undefined) {
    if (parents.length > 0) throw new DomainError('PARENT_REQUIRED', { kind, allowedParents: parents });
    return;
  }
  if (!parent) throw new DomainError('PARENT_NOT_FOUND', { parent: command.parent });
  if (!parents.includes(parent.kind)) {
    throw new DomainError('PARENT_KIND_NOT_ALLOWED', { kind, parentKind: parent.kind, allowedParents: parents });
  }
  if (parent.region !== undefined && parent.region !== command.region) {
    throw new DomainError('PARENT_IN_ANOTHER_REGION', { region: command.region ?? null, parentRegion: parent.region });
  }
}
