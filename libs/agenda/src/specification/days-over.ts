import { isDomainError, type Clock, type CommandResult } from '#kernel/domain';
import type { EventStore, WorkStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { privacy, subject as person } from '#privacy';
import type { KnownCommitment } from '#vocabulary';
import type { PersonalData } from '#use-cases';
import { commandsOver, followersOver } from '#use-cases/specification';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { Appointment } from '../domain/agenda-day/day-state.ts';
import { agendaDayEventDefinitions, type DayPlan } from '../domain/events/agenda-day-events.ts';
import { agendaEventDefinitions } from '../domain/events/agenda-events.ts';
import { commitmentRelease } from '../processes/commitment-release.ts';
import { commitmentSweeper } from '../processes/commitment-sweeper.ts';
import { displacedFollowErasures } from '../processes/displaced-follow-erasures.ts';
import { displacementsEnd } from '../processes/displacements-end.ts';
import { erasureConsequences } from '../processes/erasure-consequences.ts';
import { holdExpiry } from '../processes/hold-expiry.ts';
import { oldPlaces } from '../processes/old-places.ts';
import { closeDisplacement } from '../use-cases/close-displacement.ts';
import { endCommitmentOfErased } from '../use-cases/end-commitment-of-erased.ts';
import { expireHold } from '../use-cases/expire-hold.ts';
import { leaveOldPlace } from '../use-cases/leave-old-place.ts';
import { planDay } from '../use-cases/plan-day.ts';
import { releaseMove } from '../use-cases/release-move.ts';
import { plan } from './sample-day.ts';

/*
 * Days of agendas over one store, with the process managers that follow an appointment from place to place, for
 * specifications of what happens between two days: moves, deaths on the way, races.
 */

const events = [...privacy.events, ...agendaEventDefinitions, ...agendaDayEventDefinitions];
const processes = [
  ...[commitmentRelease, commitmentSweeper, oldPlaces, holdExpiry, displacementsEnd],
  ...[erasureConsequences, displacedFollowErasures],
];
const commands = [leaveOldPlace, releaseMove, endCommitmentOfErased, expireHold, closeDisplacement];

/** What becomes of a process at an append: nothing, or it dies before it. */
export type Fate = (types: readonly string[]) => 'lives' | 'dies';

interface Stores {
  readonly store: EventStore;
  readonly work: WorkStore;
  readonly personalData: PersonalData;
  readonly clock: Clock;
}

/** Days over these stores. */
export function daysOver({ store, work, personalData, clock }: Stores) {
  const over = (log: EventStore) => commandsOver({ store: log, events, clock, personalData });
  const usual = over(store);
  /** A process of its own, which dies before some append. */
  const dying = (fate: Fate) => over(mortal(store, fate));
  /** A process of its own, before whose append of such an event something else happens, once. */
  const interrupted = (type: string, meanwhile: () => Promise<void>) => over(meeting(store, type, meanwhile));

  let revision = 0;
  const followers = followersOver({
    ...{ store, events, clock, over: usual, processes },
    commands: [...commands, ...privacy.commands],
    aggregates: [agendaDay, person],
  });

  return {
    ...{ executor: usual.executor, give: usual.give, written: usual.written, dying, interrupted },
    planned: (of: Partial<DayPlan>, ...slots: DayPlan['slots']): Promise<CommandResult> => {
      revision += 1;
      const wanted = { ...plan(...slots), ...of };
      const { agendaId, date } = wanted;
      return usual.give(planDay, { agendaId, date, plan: wanted, agendaRevision: revision });
    },
    /** Process managers run until nothing is left to do now. */
    follow: (): Promise<void> => followers.follow(work),
    /** An appointment as a day has it. */
    on: (agendaId: string, date: string, appointmentId: string): Promise<Appointment | undefined> =>
      usual.executor.look(agendaDay, agendaDayId(agendaId, date), (day) => {
        const found = day.status === 'ABSENT' ? undefined : day.appointments.get(appointmentId);
        return found && { ...found };
      }),
    /** How many places of the slot are taken. */
    taken: (agendaId: string, date: string, start: string): Promise<number> =>
      usual.executor.look(agendaDay, agendaDayId(agendaId, date), (day) =>
        day.status === 'ABSENT' ? 0 : (day.slots.find((slot) => slot.start === start)?.taken ?? 0),
      ),
    commitments: (subject: string): Promise<KnownCommitment[]> =>
      usual.executor.look(person, subject, (state) =>
        state.status === 'ABSENT' ? [] : [...state.commitments.values()],
      ),
  };
}

type Append = EventStore['append'];

/** A log that a process dies before writing to, as its fate has it. */
function mortal(log: EventStore, fate: Fate): EventStore {
  let isDead = false;
  const append: Append = async (request) => {
    isDead ||= fate(request.events.map(({ type }) => type)) === 'dies';
    if (isDead) throw new Error('killed');
    return log.append(request);
  };
  return intercept(log, { append });
}

/** A log before whose first append of such an event something else happens. */
function meeting(log: EventStore, type: string, meanwhile: () => Promise<void>): EventStore {
  let hasMet = false;
  const append: Append = async (request) => {
    if (!hasMet && request.events.some((event) => event.type === type)) {
      hasMet = true;
      await meanwhile();
    }
    return log.append(request);
  };
  return intercept(log, { append });
}

/** The code with which something is refused. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
  throw new Error('it was let through');
}
