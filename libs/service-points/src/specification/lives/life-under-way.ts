import { addDays, monthsAfter, romeDateOf, type LocalDate } from '#italy';
import { idOf } from '#kernel/domain';
import type { EventStore, WorkStore } from '#kernel/ports';
import { protocol } from '#protocols';
import { agreementsOver, directorate, host, MovedClock } from '#protocols/specification';
import { actsTried, randomNumbers } from '#use-cases/specification';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { approvePuntoCliente } from '../../use-cases/approve-punto-cliente.ts';
import { requestPuntoCliente } from '../../use-cases/request-punto-cliente.ts';
import { reviseServicesOfPuntoCliente } from '../../use-cases/revise-services-of-punto-cliente.ts';
import type { Relocation } from './lawful-places.ts';
import type { AuthorizationFact, Known, PointFact, TrueAuthorization, TrueStaffing } from './lawful-staffing.ts';

/*
 * A life that random acts are recorded of: a point, those who are authorised there, and their protocol.
 */

/** First day in force of the protocol, as it is recorded first. */
export const ENTERED = '2026-03-01';
const DAY_MS = 86_400_000;
/** Short, so that reviews are overdue within a life. */
const [REVIEW_MONTHS, GRACE_DAYS] = [3, 10];

export const as = { as: directorate };
export const because = {
  reason: 'Errore',
  act: { authority: 'Direzione regionale', number: '12/2026', date: '2026-03-02' },
};
export const SERVICES = { SERVIZIO: ['comunicazione-decesso', 'quesito'], INFORMATIVO: ['stato-domanda'] } as const;

/** Where a life is written, with what its policies remember. */
export interface LifeStores {
  readonly store: EventStore;
  readonly work: WorkStore;
}

/** A fact, and the revision of its event. */
export type Recorded<Fact> = Known<Fact> & { readonly revision: number };
export interface RecordedAuthorization extends TrueAuthorization {
  readonly facts: Recorded<AuthorizationFact>[];
  readonly revision: number;
}

export type LifeUnderWay = Awaited<ReturnType<typeof beginLife>>;

/** @param seed of all that is left to chance */
export async function beginLife(seed: number, { store, work }: LifeStores) {
  const below = randomNumbers(seed);
  const clock = new MovedClock('2026-05-02T08:00:00Z');
  const world = agreementsOver(store, clock, 'a', {
    RETE_PUNTI_AUTHORIZATION_REVIEW_MONTHS: String(REVIEW_MONTHS),
    RETE_PUNTI_AUTHORIZATION_REVIEW_GRACE_DAYS: String(GRACE_DAYS),
  });
  const { executor, give } = world;
  await world.registerHost();
  const address = { street: 'Piazza Maggiore 6', postalCode: '40124' };
  const place = { region: '08', province: '037', municipality: 'A944', address };
  const hostRequest = { protocolNumber: '12/2026', date: '2026-02-01' };
  const requested = await give(
    requestPuntoCliente,
    { hostBodyId: host.id, kind: 'SERVIZIO', ...place, hostRequest },
    as,
  );
  const pointId = idOf(requested.stream);
  await give(approvePuntoCliente, { pointId }, as);
  await give(reviseServicesOfPuntoCliente, { pointId, services: [...SERVICES.SERVIZIO], revisedOn: ENTERED }, as);
  const terms = { kinds: ['SERVIZIO' as const, 'INFORMATIVO' as const], durationMonths: 120 };
  const protocolId = await world.signedProtocol([pointId], terms);
  await world.enter(protocolId, ENTERED);
  await world.follow(work);

  const point: Recorded<PointFact>[] = [];
  const relocations: Recorded<Relocation>[] = [];
  const authorizations: RecordedAuthorization[] = [];
  const suspensions: { on: LocalDate; until: LocalDate }[] = [];
  const truth: TrueStaffing = {
    ...{ protocol: { enteredOn: ENTERED, suspensions }, point, authorizations },
    ...{ requestedIn: place.province, relocations },
    endsAfter: (from) => addDays(monthsAfter(from, REVIEW_MONTHS), GRACE_DAYS + 1),
  };
  const taken = new Set<LocalDate>([ENTERED]);

  const today = (): LocalDate => romeDateOf(clock.now());
  const written = {
    point: () => executor.look(puntoCliente, pointId, (state) => ('life' in state ? [...state.life] : [])),
    protocol: () => executor.look(protocol, protocolId, (state) => ('life' in state ? [...state.life] : [])),
    authorization: (id: string) =>
      executor.look(operatorAuthorization, id, (state) => ('life' in state ? [...state.life] : [])),
  };
  /** A day that has come, of which nothing else was said: of one day the order of writing decides. */
  const someDay = (after: LocalDate = ''): LocalDate => {
    const free = Array.from({ length: 60 }, (_each, back) => addDays(today(), -back)).filter(
      (day) => day > after && !taken.has(day),
    );
    const day = free[below(free.length)] ?? today();
    taken.add(day);
    return day;
  };
  return {
    ...{
      ...world,
      below,
      pointId,
      protocolId,
      truth,
      point,
      relocations,
      authorizations,
      suspensions,
      today,
      written,
    },
    ...{ someDay, ...actsTried(today) },
    letDaysGoBy: async () => {
      clock.moveTo(new Date(clock.now() + (1 + below(30)) * DAY_MS).toISOString());
    },
    /** Policies may have come to nothing yet, to some of it, or to all. */
    sometimesFollowed: async (): Promise<boolean> => {
      if (below(3) === 0) return false;
      await world.follow(work);
      return true;
    },
  };
}

/** What a rectification says of a fact; that it never was where nothing is changed. */
export function correction(changes: object | undefined) {
  return changes ? { changes } : { annuls: true as const };
}

/** What was annulled never was: a suspension takes with it the resumption that ended it. */
export function forget(known: { readonly revision: number }[], facts: readonly { readonly revision: number }[]): void {
  const left = known.filter(({ revision }) => facts.some((fact) => fact.revision === revision));
  known.splice(0, known.length, ...left);
}
