import type { Application } from '#composition';
import { commandIdOf, type EventMetadata } from '#kernel/domain';
import type { StoredEvent } from '#kernel/ports';
import type { CommandAnswer } from '#platform';
import { TERRITORY, type SeededAgenda } from './agenda.ts';
import type { Api } from './api.ts';
import type { Documents } from './documents.ts';
import { HOST_BODIES, type Wish } from './load.ts';
import { openCommitments, openReservations } from './log.ts';

/** The id of central's officer, by whose token the clients wish. */
export const OFFICER = 'central-officer';
/** Holds have run out by then, and what was claimed for commands that never came is due. */
export const LATER_MS = 15 * 60_000;

/** An installation after clients have loaded it, all wishes answered and everything settled, much later. */
export interface AfterLoad {
  readonly wishes: readonly Wish[];
  readonly agendas: readonly SeededAgenda[];
  readonly log: readonly StoredEvent[];
  /** Of the read models that answer. */
  readonly documents: Documents;
  /** Of the process that runs projections and process managers. */
  readonly application: Pick<Application, 'stores' | 'projections' | 'processes'>;
  readonly central: Api;
}

/** Lets everything happen that follows from what was done, deadlines included, and the read models see it. */
export async function settleLater({ processes, projections, stores }: AfterLoad['application']): Promise<void> {
  const { eventStore, work } = stores;
  const names = (await processes.status()).map(({ process }) => process);
  for (;;) {
    const head = await eventStore.head();
    await processes.settled();
    await processes.fireDue();
    // Fired by itself meanwhile, a deadline is due until its command was carried out.
    const due = await Promise.all(names.map((name) => work.due(name, Date.now() + LATER_MS, 1)));
    if (due.flat().length === 0 && (await eventStore.head()) === head) break;
  }
  await projections.caughtUp(await eventStore.head());
}

/** That a command was carried out. */
export function isAccepted({ answer }: Wish): boolean {
  return (answer?.status ?? 500) < 300;
}

/** Specifies that what was acknowledged was done, once, and nothing else; whatever happened to servers meanwhile. */
export function itKeptItsWord(after: () => AfterLoad): void {
  const accepted = (): Wish[] => after().wishes.filter(isAccepted);
  const ofType = (...types: string[]): StoredEvent[] => after().log.filter(({ type }) => types.includes(type));

  it('was asked for everything that clients may want, and did some of each', () => {
    expect(new Set(accepted().map(({ kind }) => kind)).size).toBe(Object.keys(ACTS).length);
  });

  it('answers nothing but that a command was carried out, or which rule it breaks', () => {
    const problems = after().wishes.filter((wish) => !isAccepted(wish));
    const byCode = Map.groupBy(problems, ({ answer }) => (answer?.body as { code: string }).code);
    const { SLOT_FULL = [], VALUE_ALREADY_TAKEN = [], COMMAND_ABANDONED = [], ...others } = Object.fromEntries(byCode);

    expect(Object.keys(others)).toEqual([]);
    expect([SLOT_FULL.length, VALUE_ALREADY_TAKEN.length]).not.toContain(0);
    // Its refusal was decided and its claims were given up, but the answer never came.
    const abandoned = ofType('CommandAbandoned').map(({ data }) => (data as WithAbandoned).abandonedCommandId);
    expect(abandoned).toEqual(expect.arrayContaining(COMMAND_ABANDONED.map(({ key }) => commandIdOf(OFFICER, key))));
  });

  it('has every command that was acknowledged in the log, once, where the answer says', () => {
    const byCommand = Map.groupBy(after().log, ({ metadata }) => (metadata as { commandId: string }).commandId);
    const caused = Map.groupBy(after().log, ({ metadata }) => (metadata as EventMetadata).$causationId);
    for (const { kind, key, answer } of accepted()) {
      const { revision, position } = answer?.body as CommandAnswer;
      const events = byCommand.get(commandIdOf(OFFICER, key)) ?? [];
      expect({ key, kind, events: events.map(({ type }) => type) }).toEqual({ key, kind, events: [ACTS[kind]] });
      // Whoever gave a place up is answered once their time is given back, too.
      const given = caused.get(events[0]!.eventId)?.filter(isRelease) ?? [];
      expect({ key, kind, revision: events[0]!.revision, position: last([...events, ...given]) }).toEqual({
        ...{ key, kind, revision, position },
      });
    }
  });

  it('carries out no command twice, and none that it refused', () => {
    const { log } = after();
    for (const [kind, type] of Object.entries(ACTS)) {
      const wanted = accepted().filter((wish) => ACTS[wish.kind] === type).length;
      expect({ kind, carriedOut: ofType(type).length }).toEqual({ kind, carriedOut: wanted });
    }
    expect(new Set(log.map(({ eventId }) => eventId)).size).toBe(log.length);
    expect(
      new Set(ofType('HostBodyRegistered').map(({ data }) => (data as { fiscalCode: string }).fiscalCode)).size,
    ).toBe(ofType('HostBodyRegistered').length);
  });

  it('never takes more places than there are', () => {
    const { agendas, log } = after();
    for (const { agendaId, date, places, starts } of agendas) {
      const capacity = places / starts.length;
      const taken = new Map<string, number>();
      for (const { stream, type, data } of log) {
        const by = PLACES_BY[type];
        if (stream !== `AgendaDay-${agendaId}_${date}` || by === undefined) continue;
        const { start, holdId } = data as { start: string; holdId?: string };
        // A booked hold took its place when it was made.
        if (type === 'AppointmentBooked' && holdId !== undefined) continue;
        taken.set(start, (taken.get(start) ?? 0) + by);
        expect(taken.get(start)).toBeLessThanOrEqual(capacity);
      }
    }
  });

  it('shows in its read models what the answers promised', async () => {
    const { agendas, central, documents } = after();
    const booked = ofType('AppointmentBooked').length - ofType('AppointmentCancelled').length;
    const sheets = await Promise.all(agendas.map((agenda) => central.list(`${agenda.day}/sheet?purpose=VERIFICA`)));

    expect(sheets.flat()).toHaveLength(booked);
    expect(documents.get('appointments')).toHaveLength(ofType('AppointmentBooked').length);
    const hosts = await central.list(`${HOST_BODIES}?region=${TERRITORY.region}`);
    expect(hosts).toHaveLength(accepted().filter(({ kind }) => kind === 'REGISTER_HOST').length);
  });

  it('leaves no process manager with something to do, and none parked', async () => {
    const { processes, projections, stores } = after().application;
    const head = await stores.eventStore.head();

    for (const { process, ...status } of await processes.status()) {
      expect({ process, ...status }).toEqual({ process, state: 'running', position: head, head, parked: [] });
      expect(await stores.work.unsent(process, 10)).toEqual([]);
    }
    for (const status of await projections.status()) expect(status).toMatchObject({ state: 'live', parked: 0 });
    for (const process of ['hold-expiry', 'commitment-sweeper', 'reservation-sweeper']) {
      expect({ process, nextDue: await stores.work.nextDue(process) }).toEqual({ process, nextDue: undefined });
    }
  });

  it('binds the time of those who have an appointment, and of nobody else', async () => {
    const cancelled = new Set(ofType('AppointmentCancelled').map(({ data }) => (data as WithCommitment).commitmentId));
    const bound = ofType('AppointmentBooked').map(({ data }) => (data as WithCommitment).commitmentId);

    expect([...(await openCommitments(after().application.stores.eventStore))].toSorted()).toEqual(
      bound.filter((commitmentId) => !cancelled.has(commitmentId)).toSorted(),
    );
  });

  it('keeps reserved the codes of the bodies that were registered, and no other', async () => {
    const registered = accepted().filter(({ kind }) => kind === 'REGISTER_HOST');
    const commands = registered.map(({ key }) => commandIdOf(OFFICER, key));
    // Two each: fiscal code and IPA code.
    expect((await openReservations(after().application.stores.eventStore)).toSorted()).toEqual(
      [...commands, ...commands].toSorted(),
    );
  });
}

interface WithCommitment {
  readonly commitmentId: string;
}

interface WithAbandoned {
  readonly abandonedCommandId: string;
}

/** The event that says that a wish was carried out. */
const ACTS: Readonly<Record<Wish['kind'], string>> = {
  BOOK: 'AppointmentBooked',
  HOLD: 'SlotHeld',
  BOOK_HELD: 'AppointmentBooked',
  RELEASE: 'SlotHoldReleased',
  CANCEL: 'AppointmentCancelled',
  REGISTER_HOST: 'HostBodyRegistered',
};

/** How events of a day change the places taken. */
const PLACES_BY: Readonly<Record<string, 1 | -1>> = {
  SlotHeld: 1,
  SlotHoldReleased: -1,
  SlotHoldExpired: -1,
  AppointmentBooked: 1,
  AppointmentCancelled: -1,
};

function isRelease({ metadata }: StoredEvent): boolean {
  const { actor } = metadata as EventMetadata;
  return actor.kind === 'policy' && actor.name === 'commitment-release';
}

function last(events: readonly StoredEvent[]): string {
  return String(Math.max(...events.map(({ position }) => Number(position))));
}
