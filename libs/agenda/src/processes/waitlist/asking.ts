import { deriveId, give, type Reaction, type RecordedEvent, type WantedCommand } from '#kernel/domain';
import { holdForWaiting } from '../../use-cases/waitlist/hold-for-waiting.ts';
import { settleOffer } from '../../use-cases/waitlist/settle-offer.ts';
import { isEmpty, withEntry, type FreedPlace, type Offers, type Waiting } from './offers-state.ts';

/** What frees a place. */
type Freeing = Pick<RecordedEvent, 'eventId' | 'recordedAt'> & {
  readonly data: Omit<FreedPlace, 'id' | 'joined' | 'tried' | 'asked' | 'reofferAt'> & {
    readonly agendaId: string;
    readonly reofferAt?: string;
    /** Of what moved, where it went. */
    readonly to?: {
      readonly agendaId: string;
      readonly date: string;
      readonly startsAt: string;
      readonly endsAt: string;
    };
  };
};

/**
 * The place that an event has freed, to be asked of those who wait; of what moved within its day, what it does not keep.
 * @param tried ids of entries that it is not asked of again
 */
export function freedBy<State extends Offers | undefined>(
  state: State,
  { eventId: id, recordedAt, data }: Freeing,
  tried: readonly string[] = [],
): State {
  const { date, internal, reofferAt } = data;
  if (!state || reofferAt === undefined) return state;
  const freed = partsFreed(data).filter(({ startsAt }) => startsAt > recordedAt);
  const places = freed.map((part): FreedPlace => {
    const where = { date, ...part, ...(internal ? { internal } : {}) };
    const partId = part.startsAt === data.startsAt ? id : `${id}@${part.startsAt}`;
    return { id: partId, ...where, reofferAt, joined: state.joined, tried };
  });
  return { ...state, places: [...state.places, ...places] };
}

/** What was left of a place, in stretches of slots: before and after what is kept. */
function partsFreed({
  agendaId,
  date,
  startsAt,
  endsAt,
  units,
  to,
}: Freeing['data']): readonly Pick<FreedPlace, 'startsAt' | 'endsAt' | 'units'>[] {
  if (to?.agendaId !== agendaId || to.date !== date) return [{ startsAt, endsAt, units }];
  const slotMs = (Date.parse(endsAt) - Date.parse(startsAt)) / units;
  const parts = [
    { startsAt, endsAt: to.startsAt < endsAt ? to.startsAt : endsAt },
    { startsAt: to.endsAt > startsAt ? to.endsAt : startsAt, endsAt },
  ];
  return parts
    .filter((part) => part.startsAt < part.endsAt)
    .map((part) => ({ ...part, units: (Date.parse(part.endsAt) - Date.parse(part.startsAt)) / slotMs }));
}

/** The hold that was asked for stands; what is left of the place, as it has more slots, is asked of the next. */
export function heldFor(
  state: Offers,
  data: {
    readonly date: string;
    readonly holdId: string;
    readonly waitlistEntryId?: string;
    readonly units: number;
    readonly endsAt: string;
  },
): Offers {
  const { date, holdId, waitlistEntryId: entryId = '', units, endsAt } = data;
  const place = state.places.find(({ asked }) => asked === entryId);
  const entry = state.waiting[entryId];
  const rest = place && place.units > units ? [restOf(place, units, endsAt)] : [];
  const places = [...state.places.filter((one) => one !== place), ...rest];
  const next = { ...state, places, held: { ...state.held, [holdId]: { entryId, date } } };
  if (!entry) return next;
  const { asked: _asked, ...waiting } = entry;
  return withEntry(next, { ...waiting, offer: holdId });
}

function restOf({ asked: _asked, ...place }: FreedPlace, units: number, startsAt: string): FreedPlace {
  return { ...place, id: `${place.id}+${units}`, startsAt, units: place.units - units };
}

/** The place was not held for whom it was asked of: it is gone, or the next are asked. */
export function passedOver(
  state: Offers,
  { entryId, because }: { readonly entryId: string; readonly because: string },
): Offers {
  const places = state.places.flatMap((place) => {
    if (place.asked !== entryId) return [place];
    const { asked: _asked, ...rest } = place;
    return because === 'PLACE_GONE' ? [] : [{ ...rest, tried: [...place.tried, entryId] }];
  });
  const entry = state.waiting[entryId];
  if (!entry) return { ...state, places };
  const { asked: _asked, ...waiting } = entry;
  return withEntry({ ...state, places }, waiting);
}

/**
 * Asks each place that is asked of nobody of the next who would take it; one that nobody would is left to everybody.
 * @param first commands that go before
 */
export function askTheNext(
  state: Offers | undefined,
  agendaId: string,
  first: readonly WantedCommand[] = [],
): Reaction<Offers> {
  if (!state) return { state, commands: first };
  let next: Offers = { ...state, places: [] };
  const commands = [...first];
  for (const place of state.places) {
    const entry = place.asked === undefined ? nextFor(place, next) : undefined;
    if (entry) {
      next = withEntry(next, { ...entry, asked: true });
      commands.push(...asking(place, entry, agendaId));
    }
    const isAsked = entry ?? place.asked;
    if (isAsked !== undefined) {
      const asked = entry?.entryId ?? place.asked;
      next = { ...next, places: [...next.places, { ...place, ...(asked === undefined ? {} : { asked }) }] };
    }
  }
  return { state: isEmpty(next) ? undefined : next, commands };
}

/** Who comes first of those that would take the place, and are asked and offered nothing. */
function nextFor(place: FreedPlace, { waiting }: Offers): Waiting | undefined {
  return Object.values(waiting)
    .filter((entry) => wouldTake(entry, place))
    .reduce<Waiting | undefined>((first, entry) => (first && comesBefore(first, entry) ? first : entry), undefined);
}

function wouldTake({ entryId, asked, offer, joined, units, from, until }: Waiting, place: FreedPlace): boolean {
  const { date, tried } = place;
  if (asked ?? offer !== undefined) return false;
  const isWithin = (from === undefined || from <= date) && (until === undefined || date <= until);
  return isWithin && joined <= place.joined && units <= place.units && !tried.includes(entryId);
}

function comesBefore(one: Waiting, other: Waiting): boolean {
  const isDisplaced = ({ displaced }: Waiting): boolean => displaced !== undefined;
  return isDisplaced(one) === isDisplaced(other) ? one.turn < other.turn : isDisplaced(one);
}

/** The hold first, which its day decides; then the list tells what came of it. */
function asking(place: FreedPlace, entry: Waiting, agendaId: string): readonly WantedCommand[] {
  const { id, date, startsAt, reofferAt, internal } = place;
  const { entryId, subject, mode, units, channel, serviceId, displaced } = entry;
  const holdId = deriveId('WaitlistOffer', `${id} ${entryId}`);
  const where = { agendaId, date, startsAt, reofferAt, ...(internal ? { internal } : {}) };
  const wish = { holdId, entryId, subject, mode, units, channel, ...(serviceId === undefined ? {} : { serviceId }) };
  return [
    give(holdForWaiting, { ...where, ...wish, ...insteadOf(displaced) }),
    give(settleOffer, { ...where, holdId, entryId, subject }),
  ];
}

/** What is held for somebody who was displaced is for their appointment alone, which moves there. */
function insteadOf(displaced: Waiting['displaced']): { appointmentId?: string; appointmentDate?: string } {
  return displaced ? { appointmentId: displaced.appointmentId, appointmentDate: displaced.date } : {};
}
