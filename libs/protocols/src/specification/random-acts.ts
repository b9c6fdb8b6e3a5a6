import { addDays, romeDateOf, type LocalDate } from '#italy';
import { isDomainError } from '#kernel/domain';
import type { EventStore, WorkStore } from '#kernel/ports';
import { randomNumbers } from '#use-cases/specification';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import { amendProtocol } from '../use-cases/amend-protocol.ts';
import { rectifyProtocol } from '../use-cases/rectify-protocol.ts';
import { suspendProtocol } from '../use-cases/suspend-protocol.ts';
import { terminateProtocol } from '../use-cases/terminate-protocol.ts';
import { withdrawAmendment } from '../use-cases/withdraw-amendment.ts';
import { withdrawTermination } from '../use-cases/withdraw-termination.ts';
import { agreementsOver, directorate, MovedClock } from './agreements.ts';
import type { PointName, TrueFact } from './lawful-days.ts';
import { signatoryOf } from './persons.ts';
import { signaturesOfAmendment } from './sample-amendment.ts';

/*
 * Random acts on a protocol over two points, each by its command, while days go by: ahead, in time and late, rectified, annulled and
 * withdrawn.
 */

/** A fact as it is known now. */
interface KnownFact {
  fact: TrueFact;
  /** Revision of the first event of it. */
  readonly revision: number;
  readonly amendmentId?: string | undefined;
}

/** First day in force, as it is recorded first. */
export const ENTERED = '2026-03-01';
/** In months; of the protocol without its amendments. */
export const DURATION = 12;

const DAY_MS = 86_400_000;
const as = { as: directorate };
const because = { reason: 'Errore', act: { authority: 'Direzione regionale', number: '12/2026', date: '2026-03-02' } };
const CHANGED_POINTS = [undefined, ['first', 'second'], ['first'], ['second']] as const;

/** Where one life is written, with what its policies remember. */
export interface LifeStores {
  readonly store: EventStore;
  readonly work: WorkStore;
}

/** @param seed of all that is left to chance */
export async function randomActs(seed: number, { store, work }: LifeStores) {
  const below = randomNumbers(seed);
  const clock = new MovedClock('2026-03-02T08:00:00Z');
  const world = agreementsOver(store, clock);
  const { executor, give } = world;
  await world.registerHost();
  const ids: Record<PointName, string> = { first: await world.approvedPoint(), second: await world.approvedPoint() };
  const protocolId = await world.signedProtocol([ids.first]);
  await world.enter(protocolId, ENTERED);
  await world.activate(ids.first, protocolId, ENTERED);
  await world.follow(work);

  const known: KnownFact[] = [];
  const truth = { enteredOn: ENTERED as LocalDate, known };
  const taken = new Set<LocalDate>([ENTERED]);
  const done: string[] = [];
  const accepted = new Map<string, number>();
  let amendments = 0;

  const today = (): LocalDate => romeDateOf(clock.now());
  const life = () => executor.look(protocol, protocolId, (state) => ('life' in state ? [...state.life] : []));
  const revisionOf = async (is: (event: ProtocolEvent) => boolean): Promise<number | undefined> =>
    protocolLife.facts(await life()).findLast(({ event }) => is(event))?.revision;
  /** A day around today, of which nothing else was said: of one day the order of writing decides. */
  const someDay = (back: number, ahead: number): LocalDate => {
    for (;;) {
      const drawn = addDays(today(), below(back + ahead + 1) - back);
      const day = drawn > ENTERED ? drawn : addDays(ENTERED, 1 + below(back + ahead));
      if (!taken.has(day)) {
        taken.add(day);
        return day;
      }
    }
  };
  const attempt = async (act: string, about: unknown, command: () => Promise<unknown>): Promise<boolean> => {
    const told = `${today()} ${act} ${JSON.stringify(about)}`;
    try {
      await command();
    } catch (refusal) {
      if (!isDomainError(refusal)) throw refusal;
      done.push(`${told}: ${refusal.code}`);
      return false;
    }
    done.push(told);
    accepted.set(act, (accepted.get(act) ?? 0) + 1);
    return true;
  };
  const record = async (fact: TrueFact, type: ProtocolEvent['type'], command: () => Promise<unknown>) => {
    if (!(await attempt(fact.kind, fact, command))) return;
    const written = (await life()).findLast(({ event }) => event.type === type)!;
    const { amendmentId } = written.event.data as { readonly amendmentId?: string };
    known.push({ fact, revision: written.revision, amendmentId });
  };
  const rectify = (act: string, about: unknown, rectifies: number | undefined, changes?: object) =>
    attempt(act, [about, changes], () => {
      const what = { protocolId, rectifies: rectifies ?? -1, ...(changes ? { changes } : { annuls: true as const }) };
      return give(rectifyProtocol, { ...what, ...because }, as);
    });
  const forget = (one: KnownFact): void => void known.splice(known.indexOf(one), 1);

  const acts = {
    amend: async () => {
      const points = CHANGED_POINTS[below(CHANGED_POINTS.length)];
      const durationMonths = points && below(2) === 0 ? undefined : 3 + below(20);
      const fact: TrueFact = { kind: 'amendment', on: someDay(120, 60), points, durationMonths };
      amendments += 1;
      const signatures = signaturesOfAmendment(amendments).map((signature) => ({
        ...signature,
        signatory: signatoryOf(signature.party),
        registerEntry: { ...signature.registerEntry, number: 900 + amendments },
      }));
      const change = {
        ...(points ? { points: points.map((name) => ids[name]) } : {}),
        ...(durationMonths === undefined ? {} : { durationMonths }),
      };
      await record(fact, 'ProtocolAmendmentSigned', () =>
        give(amendProtocol, { protocolId, signatures, effectiveDate: fact.on, ...change }, as),
      );
    },
    suspend: async () => {
      const suspendedOn = someDay(90, 0);
      const until = someDay(60, 40);
      await record({ kind: 'suspension', on: suspendedOn, until }, 'ProtocolSuspended', () =>
        give(suspendProtocol, { protocolId, suspendedOn, until, reason: 'Lavori' }, as),
      );
    },
    terminate: async () => {
      const effectiveDate = someDay(60, 60);
      const notice = { noticeDate: ENTERED, effectiveDate, reason: 'Recesso' };
      await record({ kind: 'termination', on: effectiveDate }, 'ProtocolTerminationNotified', () =>
        give(terminateProtocol, { protocolId, ...notice }, as),
      );
    },
    moveEntry: async () => {
      const effectiveDate = addDays(ENTERED, below(40) - 5);
      const entered = await revisionOf(({ type }) => type === 'ProtocolEnteredIntoForce');
      if (await rectify('entry', truth.enteredOn, entered, { effectiveDate })) truth.enteredOn = effectiveDate;
    },
    rectify: async () => {
      const one = known[below(known.length)];
      if (!one) return;
      const { fact, revision, amendmentId } = one;
      if (fact.kind === 'suspension') {
        const { on, until } =
          below(2) === 0 ? { on: someDay(90, 0), until: fact.until } : { on: fact.on, until: someDay(40, 40) };
        const changes = on === fact.on ? { until } : { suspendedOn: on };
        if (await rectify('rectified', fact, revision, changes)) one.fact = { ...fact, on, until };
        return;
      }
      const isItsEffect = ({ type, data }: ProtocolEvent): boolean =>
        fact.kind === 'amendment'
          ? type === 'ProtocolAmended' && data.amendmentId === amendmentId
          : type === 'ProtocolTerminated' && data.effectiveDate === fact.on;
      const rectifies = (await revisionOf(isItsEffect)) ?? (fact.kind === 'amendment' ? revision : undefined);
      const on = someDay(90, fact.kind === 'amendment' ? 30 : 0);
      if (await rectify(`rectified ${fact.kind}`, fact, rectifies, { effectiveDate: on })) one.fact = { ...fact, on };
    },
    annul: async () => {
      const one = known.find(({ fact: { kind } }) => kind === 'suspension');
      if (one && (await rectify('annulled', one.fact, one.revision))) forget(one);
    },
    withdraw: async () => {
      const one = known.find(({ fact: { kind, on } }) => kind !== 'suspension' && on > today());
      if (!one) return;
      const [{ amendmentId }, reason] = [one, 'Ripensamento'];
      const isWithdrawn = await attempt('withdrawn', one.fact, () =>
        amendmentId === undefined
          ? give(withdrawTermination, { protocolId, reason }, as)
          : give(withdrawAmendment, { protocolId, amendmentId, reason }, as),
      );
      if (isWithdrawn) forget(one);
    },
    letDaysGoBy: async () => {
      clock.moveTo(new Date(clock.now() + (1 + below(40)) * DAY_MS).toISOString());
    },
  };
  const often: readonly (keyof typeof acts)[] = [
    ...(['amend', 'amend', 'amend', 'amend', 'suspend', 'suspend', 'terminate', 'moveEntry'] as const),
    ...(['rectify', 'rectify', 'rectify', 'annul', 'withdraw', 'letDaysGoBy', 'letDaysGoBy', 'letDaysGoBy'] as const),
  ];
  return {
    ...{ ...world, ids, truth, done, accepted, today, life },
    act: () => acts[often[below(often.length)]!](),
    /** Policies may have come to nothing yet, to some of it, or to all. */
    sometimesFollowed: async (): Promise<boolean> => {
      if (below(3) === 0) return false;
      await world.follow(work);
      return true;
    },
  };
}
