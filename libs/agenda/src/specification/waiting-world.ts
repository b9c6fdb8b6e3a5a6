import { randomBytes } from 'node:crypto';
import { CommandAbandoned, idOf, reservationEvents, type CommandOrigin, type RecordedEvent } from '#kernel/domain';
import type { AccessLog, EventStore, KeyStore, WorkStore } from '#kernel/ports';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import { eraseSubject, MasterKey, PersonalDataVault, privacy } from '#privacy';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver, followersOver } from '#use-cases/specification';
import { agendas } from '../agenda.ts';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AgendaEvent, AgendaProfile } from '../domain/events/agenda-events.ts';
import { waitlist } from '../domain/waitlist/waitlist.ts';
import { bookAppointment, type CitizenInput } from '../use-cases/book-appointment.ts';
import { cancelAppointment } from '../use-cases/cancel-appointment.ts';
import { declareClosure } from '../use-cases/declare-closure.ts';
import { releaseHold } from '../use-cases/release-hold.ts';
import { rescheduleAppointment } from '../use-cases/reschedule-appointment.ts';
import { joinWaitlist, type JoinWaitlist } from '../use-cases/waitlist/join-waitlist.ts';
import { leaveWaitlist } from '../use-cases/waitlist/leave-waitlist.ts';
import { sampleProfile } from './sample-agenda.ts';

/*
 * An agenda with its days and its waiting list, through their own rules and with all process managers of the context, for
 * specifications of what happens between them. Its hours: Mondays from 9 to 10 in Rome, three slots for one person each.
 */

const contexts = [privacy, agendas];
const events = contexts.flatMap((context) => context.events);

export const AGENDA = '5d3c1e3e-0000-4000-8000-000000000001';
/** A Monday, within the horizon of the one on which specifications begin. */
export const MONDAY = '2026-03-09';
export const OPERATOR: AnyPrincipal = { id: 'op', role: 'desk-operator', province: '057', unit: 'DP-RIETI' };
const OFFICE: AnyPrincipal = { id: 'office', role: 'provincial', province: '057', region: '12' };
const CENTRE: AnyPrincipal = { id: 'centre', role: 'central' };

/** Invented persons, by the order in which they are needed. */
const FISCAL_CODES = [
  'RSSMRA80A01H501U',
  'MRTMTT91D08F205J',
  'VRDGPP73A10F839Z',
  'RSSBBR69C48F839A',
  'BNCLCU75L01F205Z',
] as const;
export type Person = 0 | 1 | 2 | 3 | 4;

export function citizenOf(person: Person) {
  return { fiscalCode: FISCAL_CODES[person], givenName: 'Ada', familyName: 'Prova' };
}

/** A clock that specifications move. */
class MovedClock {
  #now = Date.parse('2026-03-02T08:00:00Z');
  now(): number {
    return this.#now;
  }
  moveTo(now: string): void {
    this.#now = Date.parse(now);
  }
}

/** A mail server, which nobody asks here: where none is, nobody is told anything. */
const environment = {
  RETE_PUNTI_SMTP_URL: 'smtp://127.0.0.1:9',
  RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org',
};

/** What it stands on. */
interface Stores {
  readonly store: EventStore;
  readonly work: WorkStore;
  readonly keyStore: KeyStore;
  readonly accessLog: AccessLog;
  /** What the agenda is opened with, beside the usual. */
  readonly profile?: Partial<AgendaProfile> | undefined;
}

export async function waitingWorld({ store, work, keyStore, accessLog, profile }: Stores) {
  const clock = new MovedClock();
  const registry = new EventRegistry([...events, CommandAbandoned, ...reservationEvents]);
  const vault = await PersonalDataVault.open({
    keyStore,
    accessLog,
    box: new MasterKey(randomBytes(32)),
    executor: new CommandExecutor({ store, registry, clock }),
    clock,
  });
  const { executor, give, written } = commandsOver({ store, events, clock, personalData: vault, environment });

  const followers = followersOver({
    ...{ store, events, clock, over: { executor, give } },
    processes: contexts.flatMap((context) => context.processes),
    commands: contexts.flatMap((context) => context.commands),
    aggregates: contexts.flatMap(({ aggregates }) => aggregates),
  });
  /** Process managers run until nothing is left to do now. */
  const follow = (): Promise<void> => followers.follow(work);

  const opened: AgendaEvent[] = [
    { type: 'AgendaOpened', data: { ...sampleProfile, ...profile, agendaId: AGENDA } },
    {
      type: 'OpeningBandDefined',
      data: {
        ...{ agendaId: AGENDA, bandId: 'b', weekday: 1, from: '09:00', to: '10:00' },
        ...{ capacity: 1, validFrom: '2026-03-03' },
      },
    },
  ];
  await executor.execute(agenda, { id: AGENDA, origin: originOf('opened'), decide: () => opened });
  await follow();

  const on = { agendaId: AGENDA, date: MONDAY };
  const eventsOf = async (type: string): Promise<RecordedEvent[]> => {
    const found: RecordedEvent[] = [];
    for await (const { events: batch } of store.readLog({ after: '0' }))
      for (const event of batch) if (event.type === type) found.push(registry.decode(event));
    return found;
  };
  return {
    ...{ store, work, clock, executor, give, follow, written, vault },
    book: async (
      person: Person,
      start: string,
      date = MONDAY,
      more: { readonly citizen?: CitizenInput; readonly units?: number; readonly serviceId?: string } = {},
    ) => {
      const what = { agendaId: AGENDA, date, start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione' } as const;
      const wanted = { ...what, citizen: citizenOf(person), ...more };
      const { events } = await give(bookAppointment, wanted, { as: OPERATOR });
      return (events[0]!.data as { appointmentId: string }).appointmentId;
    },
    accept: (person: Person, holdId: string, date = MONDAY) =>
      give(
        bookAppointment,
        { agendaId: AGENDA, date, holdId, serviceId: 'cedolino-pensione', citizen: citizenOf(person) },
        { as: OPERATOR },
      ),
    /** Has an appointment moved, onto what its person was offered where a hold is named. */
    move: (appointmentId: string, from: string, to: string | { readonly date: string; readonly start: string }) =>
      give(
        rescheduleAppointment,
        {
          ...{ agendaId: AGENDA, date: from, appointmentId },
          to: typeof to === 'string' ? { date: MONDAY, holdId: to } : to,
        },
        { as: OPERATOR },
      ),
    decline: (holdId: string) => give(releaseHold, { ...on, holdId }, { as: OPERATOR }),
    cancel: (appointmentId: string) =>
      give(cancelAppointment, { ...on, appointmentId, reason: 'CANNOT_ATTEND' }, { as: OPERATOR }),
    shut: (date: string, hours?: { readonly from: string; readonly to: string }) =>
      give(
        declareClosure,
        { agendaId: AGENDA, from: date, until: date, ...(hours ? { hours } : {}), reason: 'Guasto' },
        { as: OFFICE },
      ),
    /** Its Punto INPS offers other services from now on. */
    offersOnly: async (...services: string[]) => {
      const data = { agendaId: AGENDA, puntoInpsId: AGENDA, services };
      await executor.execute(agenda, {
        ...{ id: AGENDA, origin: originOf(`offers ${services.join()}`) },
        decide: () => [{ type: 'AgendaServicesChanged', data }] as AgendaEvent[],
      });
    },
    join: async (person: Person, wish: Partial<JoinWaitlist> = {}) => {
      const what = {
        agendaId: AGENDA,
        mode: 'IN_PERSON',
        serviceId: 'cedolino-pensione',
        citizen: citizenOf(person),
      } as const;
      const { events } = await give(joinWaitlist, { ...what, ...wish }, { as: OPERATOR });
      return (events[0]!.data as { entryId: string }).entryId;
    },
    leave: (entryId: string) => give(leaveWaitlist, { agendaId: AGENDA, entryId }, { as: OPERATOR }),
    erase: async (person: Person) => {
      const subject = (await vault.findSubject(FISCAL_CODES[person]))!;
      await give(eraseSubject, { subject, ground: 'CONSENT_WITHDRAWN', reason: 'Su richiesta' } as never, {
        as: CENTRE,
      });
    },
    /** The entries that wait, in the order in which they came, each with the hold that it is offered. */
    waiting: () =>
      executor.look(waitlist, AGENDA, (state) =>
        state.status === 'ABSENT'
          ? []
          : [...state.entries.values()].map(({ entryId, offer, turn, untaken }) => ({ entryId, offer, turn, untaken })),
      ),
    offerOf: (entryId: string) =>
      executor.look(waitlist, AGENDA, (state) =>
        state.status === 'ABSENT' ? undefined : state.entries.get(entryId)?.offer,
      ),
    becameOf: (entryId: string) =>
      executor.look(waitlist, AGENDA, (state) =>
        state.status === 'ABSENT' ? undefined : state.over.get(entryId)?.how,
      ),
    /** How many places of a slot are taken, and how many cool. */
    places: (start: string, date = MONDAY) =>
      executor.look(agendaDay, agendaDayId(AGENDA, date), (day) => {
        const slot = day.status === 'ABSENT' ? undefined : day.slots.find((one) => one.start === start);
        return slot && { taken: slot.taken, cooling: slot.cooling.filter(({ until }) => until > clock.now()).length };
      }),
    /** What of the waiting list stands in the log, in order, with the reasons that events give. */
    story: async () => {
      const told: string[] = [];
      for await (const { events: batch } of store.readLog({ after: '0' }))
        for (const { type, stream, data } of batch) {
          const { because } = data as { readonly because?: string };
          if (stream === `Waitlist-${AGENDA}`) told.push(because === undefined ? type : `${type} ${because}`);
        }
      return told;
    },
    /** What the list has offered, in order. */
    offers: () => eventsOf('WaitlistOffered'),
    /** Who has joined the list, in order. */
    arrivals: () => eventsOf('WaitlistJoined'),
    /** Who has left the list, in order. */
    departures: () => eventsOf('WaitlistLeft'),
    idOf,
  };
}

function originOf(commandId: string): CommandOrigin {
  const actor = { kind: 'policy', name: 'specification' } as const;
  return { commandId, actor, correlationId: commandId, causationId: commandId };
}
