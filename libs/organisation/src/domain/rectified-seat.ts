import { isDeepStrictEqual } from 'node:util';
import type { Rectified } from '#use-cases/dated';
import type { LocalDate } from '#vocabulary';
import type { TerritorialUnitEvent } from './events.ts';
import type { TerritorialUnit } from './territorial-unit.ts';
import { italy, requirePlace, type Place } from './territory.ts';

/** Where a fact says that a unit has its seat, and the day from which on it does. */
interface Seat {
  readonly place: Place;
  readonly on: LocalDate;
}

/**
 * Refuses a rectification by which a unit would have a seat that was not in its territory on the day of the fact that names
 * it: that of its establishment on the first day, one that it moved to on the day on which it moved.
 * @param today the day on which an establishment without a date is looked at
 * @throws DomainError one of `placeRefusals`
 */
export function requireSeats(
  { after, facts }: Pick<Rectified<TerritorialUnit, TerritorialUnitEvent>, 'after' | 'facts'>,
  today: LocalDate,
): void {
  const seatOf = (event: TerritorialUnitEvent | undefined) => event && seatNamedBy(event, after, today);
  for (const { revision, event } of facts.after) {
    const seat = seatOf(event);
    const before = seatOf(facts.before.find((fact) => fact.revision === revision)?.event);
    if (seat && !isDeepStrictEqual(seat, before)) requirePlace(italy, seat.place, seat.on);
  }
}

function seatNamedBy(
  event: TerritorialUnitEvent,
  { region, province }: TerritorialUnit,
  today: LocalDate,
): Seat | undefined {
  switch (event.type) {
    case 'TerritorialUnitEstablished': {
      const { municipality, establishedOn: on = today } = event.data;
      return { place: { region, province, municipality }, on };
    }
    case 'TerritorialUnitDetailsChanged': {
      const { municipality, effectiveDate: on } = event.data;
      return municipality === undefined ? undefined : { place: { region, province, municipality }, on };
    }
    default:
      return undefined;
  }
}
