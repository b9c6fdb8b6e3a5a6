import type { TerritorialUnit, UnitKind } from '#organisation';

/** A unit of the province of Bologna, there since 2020, of some kind. */
export function unitOfKind(kind: UnitKind, code: string, region = '08'): TerritorialUnit {
  return {
    ...{ status: 'ESTABLISHED', code, kind, name: code, aooCode: `INPS-${code}`, region, province: '037' },
    ...{
      pec: 'unit@example.org',
      establishedOn: '2020-01-01',
      kinds: [{ value: kind, from: '2020-01-01' }],
      parents: [],
    },
  };
}

export const directorateOfProvince = unitOfKind('DIREZIONE_PROVINCIALE', 'DP-BOLOGNA');

/** Kinds of unit that may propose a Punto INPS or be its reference unit, as they are when nobody chooses (P4). */
export const kindsOfUnit = {
  proposingKinds: ['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO', 'DIREZIONE_PROVINCIALE'],
  referenceKinds: ['DIREZIONE_PROVINCIALE', 'FILIALE_METROPOLITANA', 'FILIALE_PROVINCIALE'],
};
