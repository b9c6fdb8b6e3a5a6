import { addDays, daysFrom, type LocalDate } from '#italy';
import { isDomainError, type DomainEvent } from '#kernel/domain';
import type { Life, LifeRule } from '../dated/index.ts';
import type { SuspensionKind } from '../dated/suspension-kind.ts';
import { randomNumbers } from './random-numbers.ts';

/** What is done to a thing that is suspended and resumed, each as its commands do it. */
interface Doing<Event extends DomainEvent> {
  suspend(life: readonly Event[], suspendedOn: LocalDate, until: LocalDate | undefined): readonly Event[];
  resume(life: readonly Event[], resumedOn: LocalDate): readonly Event[];
  /** Annuls where nothing is changed. */
  rectify(
    life: readonly Event[],
    revision: number,
    changes: Readonly<Record<string, LocalDate>> | undefined,
  ): readonly Event[];
}

interface Act {
  readonly revision: number;
  readonly from: LocalDate;
  readonly until?: LocalDate | undefined;
}

/** What events of all kinds of thing say of it. */
interface SaidOfOne {
  readonly suspendedOn?: LocalDate;
  readonly until?: LocalDate;
  readonly resumedOn?: LocalDate;
  readonly reason?: string;
  readonly byHand?: true;
  readonly rectifies?: number;
  readonly changes?: Readonly<Record<string, LocalDate>>;
  readonly annuls?: true;
}

interface Said {
  readonly acts: readonly Act[];
  readonly byHand: readonly { readonly revision: number; readonly on: LocalDate }[];
}

const FROM = '2026-02-10';
const TODAY = '2026-03-02';

/**
 * Lives of random acts, recorded in any order, rectified and annulled: each day is suspended where an act says so that no office had
 * resumed by then. Ends that were set are not looked at.
 * @returns what differs, and how much was done of what
 */
export function randomSuspensions<Event extends DomainEvent>(
  {
    begun,
    told,
    kind,
    doing,
  }: {
    /** In which it can be suspended, since the first day. */
    readonly begun: readonly Event[];
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of which state plays no part here
    readonly told: LifeRule<any, Event>;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    readonly kind: SuspensionKind<any, Event>;
    readonly doing: Doing<Event>;
  },
  { lives, seed }: { readonly lives: number; readonly seed: number },
) {
  const below = randomNumbers(seed);
  const differing: string[] = [];
  const done = { suspended: 0, resumed: 0, corrected: 0, annulled: 0 };
  for (let one = 0; one < lives; one += 1) {
    let events = begun;
    // Of one day nothing is left to the order in which it was written.
    const days = shuffled(
      Array.from({ length: daysFrom(FROM, TODAY) }, (_each, index) => addDays(FROM, index)),
      below,
    );
    const day = (): LocalDate => days.pop() ?? TODAY;
    const attempt = (what: keyof typeof done, decide: () => readonly Event[]): void => {
      try {
        events = [...events, ...decide()];
        done[what] += 1;
      } catch (refusal) {
        if (!isDomainError(refusal)) throw refusal;
      }
    };
    for (let step = 0; step < 7; step += 1) {
      const { acts } = saidIn(events, kind);
      const act = acts[below(acts.length)];
      const choice = below(10);
      if (!act || choice < 4) {
        const [on, end] = [day(), day()];
        attempt('suspended', () => doing.suspend(events, on, end > on ? end : undefined));
      } else if (choice < 6) attempt('resumed', () => doing.resume(events, day()));
      else if (choice < 8) attempt('corrected', () => doing.rectify(events, act.revision, { until: day() }));
      else attempt('annulled', () => doing.rectify(events, act.revision, undefined));
      const life = events.reduce<Life<Event>>(
        (whole, event, revision) => told.add(whole, event, { revision, recordedAt: `${TODAY}T09:00:00.000Z` }),
        [],
      );
      const said = saidIn(events, kind);
      for (let on: LocalDate = FROM; on < TODAY; on = addDays(on, 1)) {
        if ((told.stateOn(life, on).status === 'SUSPENDED') === isSuspended(said, on)) continue;
        differing.push(
          `life ${one}, ${on}: ${JSON.stringify(events.slice(begun.length).map(({ type, data }) => [type, data]))}`,
        );
        break;
      }
      if (differing.length > 0) return { differing, done };
    }
  }
  return { differing, done };
}

function isSuspended({ acts, byHand }: Said, day: LocalDate): boolean {
  return acts.some(
    ({ from, until }) =>
      from <= day && (until === undefined || day < until) && !byHand.some(({ on }) => from <= on && on <= day),
  );
}

/** What persons have said, as it was rectified. */
function saidIn<Event extends DomainEvent>(
  events: readonly Event[],
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  { suspended, resumed }: SuspensionKind<any, Event>,
): Said {
  const acts = new Map<number, Act>();
  const byHand = new Map<number, { readonly revision: number; readonly on: LocalDate }>();
  for (const [revision, { type, data }] of events.entries()) {
    const { suspendedOn, until, resumedOn, reason, byHand: hand, rectifies, changes, annuls } = data as SaidOfOne;
    if (type === suspended) acts.set(revision, { revision, from: suspendedOn!, until });
    else if (type === resumed && (hand ?? (type === 'ProtocolResumed' ? reason : undefined))) {
      byHand.set(revision, { revision, on: resumedOn! });
    } else if (rectifies !== undefined) {
      const [act, end] = [acts.get(rectifies), byHand.get(rectifies)];
      if (annuls) {
        acts.delete(rectifies);
        byHand.delete(rectifies);
      } else if (act) acts.set(rectifies, { ...act, until: changes?.until ?? act.until });
      else if (end) byHand.set(rectifies, { ...end, on: changes?.resumedOn ?? end.on });
    }
  }
  return { acts: [...acts.values()], byHand: [...byHand.values()] };
}

function shuffled<One>(all: readonly One[], below: (bound: number) => number): One[] {
  const left = [...all];
  return all.map(() => left.splice(below(left.length), 1)[0]!);
}
