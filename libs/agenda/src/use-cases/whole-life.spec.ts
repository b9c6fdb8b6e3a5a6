import fc from 'fast-check';
import { deriveId, isDomainError, toTimestamp } from '#kernel/domain';
import { SPEC_NOW } from '#kernel/specification';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import type { AnyPrincipal, CommandUseCase } from '#use-cases';
import { agendaAtWork } from '../specification/agenda-at-work.ts';
import { LedgerOfDays } from '../specification/ledger-of-days.ts';
import { MINUTE, plan, slot } from '../specification/sample-day.ts';
import { agendaDay, agendaDayId, dayOf } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { bookAppointment } from './book-appointment.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { abandonAccess } from './desk/abandon-access.ts';
import { callAppointment } from './desk/call-appointment.ts';
import { checkInAppointment } from './desk/check-in-appointment.ts';
import { completeAccess } from './desk/complete-access.ts';
import { completeAppointment } from './desk/complete-appointment.ts';
import { markNoShow } from './desk/mark-no-show.ts';
import { registerAccess } from './desk/register-access.ts';
import { startAccess } from './desk/start-access.ts';
import { startAppointment } from './desk/start-appointment.ts';
import { holdSlot } from './hold-slot.ts';
import { planDay } from './plan-day.ts';
import { releaseHold } from './release-hold.ts';
import { rescheduleAppointment } from './reschedule-appointment.ts';

const DATE = '2026-03-02';
// Two agendas of one service line; 9:00 to 11:00 in slots of twenty minutes.
const AGENDAS = ['a', 'b'].map((name) => deriveId('agenda', name));
const STAFF: AnyPrincipal = { id: 'office', role: 'central' };
const POLICY: AnyPrincipal = { role: 'policy', name: 'specification' };
// Invented persons.
const PERSONS = ['RSSMRA80A01H501U', 'MRTMTT91D08F205J', 'BNCLRA85C41F205D'].map((fiscalCode, index) => ({
  ...{ fiscalCode, givenName: 'Test', familyName: `Fantasia-${index}` },
}));
const LIMIT = 1;

interface Step {
  readonly do:
    | 'wait'
    | 'plan'
    | 'hold'
    | 'book'
    | 'bookHold'
    | 'release'
    | 'cancel'
    | 'move'
    | 'checkIn'
    | 'call'
    | 'start'
    | 'complete'
    | 'noShow'
    | 'register'
    | 'startAccess'
    | 'completeAccess'
    | 'abandon';
  readonly which: number;
  readonly who: number;
  readonly units: number;
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(
    { weight: 4, arbitrary: fc.constant('wait' as const) },
    { weight: 3, arbitrary: fc.constant('plan' as const) },
    { weight: 6, arbitrary: fc.constantFrom('hold' as const, 'book' as const, 'bookHold' as const) },
    { weight: 4, arbitrary: fc.constantFrom('release' as const, 'cancel' as const, 'move' as const, 'move' as const) },
    {
      weight: 12,
      arbitrary: fc.constantFrom(
        ...(['checkIn', 'call', 'call', 'start', 'complete', 'noShow', 'register', 'startAccess'] as const),
        ...(['completeAccess', 'abandon'] as const),
      ),
    },
  ),
  which: fc.nat(1_000),
  who: fc.nat(PERSONS.length - 1),
  units: fc.integer({ min: 1, max: 2 }),
});

const slotsFor = (which: number) =>
  [0, 1, 2, 3, 4, 5].filter((index) => which % 7 !== index).map((index) => slot(index * 20, 1 + (which % 2)));

/** Wall clock in Rome, which is an hour ahead on that day. */
function startOf({ startsAt }: { readonly startsAt: string }): string {
  return toTimestamp(Date.parse(startsAt) + 60 * MINUTE).slice(11, 16);
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from[which % from.length];
}

type AnyDayCommand = CommandUseCase<never, AgendaDayEvent>;
type Wanted = readonly [command: AnyDayCommand, data: object, as: AnyPrincipal];

function wantedBy(step: Step, ledger: LedgerOfDays, revision: number): Wanted | undefined {
  const { which, units } = step;
  const agendaId = AGENDAS[which % 2]!;
  const citizen = PERSONS[step.who]!;
  const wanted = (command: unknown, data: object | undefined, as = STAFF): Wanted | undefined =>
    data && [command as AnyDayCommand, data, as];
  const ofAppointment = () => {
    const found = pick([...ledger.appointments], which);
    return found && { ...dayOf(found[1]), appointmentId: found[0] };
  };
  const ofAccess = () => {
    const found = pick(ledger.accesses, which);
    return found && { ...dayOf(found.day), accessId: found.id };
  };
  const outcome = { servicesDelivered: ['quesito'], solved: true };
  switch (step.do) {
    case 'wait':
      return undefined;
    case 'plan': {
      const planned = { ...plan(...slotsFor(which)), agendaId, noticeMinutes: 0 };
      return wanted(planDay, { agendaId, date: DATE, agendaRevision: revision, plan: planned }, POLICY);
    }
    case 'hold':
    case 'book': {
      const first = pick(ledger.slotsOf(agendaDayId(agendaId, DATE)), which);
      if (!first) return undefined;
      const place = { agendaId, date: DATE, start: startOf(first), units, mode: 'IN_PERSON' };
      if (step.do === 'hold') return wanted(holdSlot, { ...place, citizen: { fiscalCode: citizen.fiscalCode } });
      return wanted(bookAppointment, { ...place, serviceId: 'quesito', citizen });
    }
    case 'move': {
      const there = ofAppointment();
      const first = pick(ledger.slotsOf(agendaDayId(agendaId, DATE)), which + step.who);
      const to = first && { agendaId, date: DATE, start: startOf(first) };
      return wanted(rescheduleAppointment, there && to && { ...there, to });
    }
    case 'bookHold': {
      const hold = pick(ledger.holds, which);
      return wanted(bookAppointment, hold && { ...dayOf(hold.day), holdId: hold.id, serviceId: 'quesito', citizen });
    }
    case 'release': {
      const hold = pick(ledger.holds, which);
      return wanted(releaseHold, hold && { ...dayOf(hold.day), holdId: hold.id });
    }
    case 'cancel': {
      const there = ofAppointment();
      return wanted(cancelAppointment, there && { ...there, reason: 'OTHER' });
    }
    case 'checkIn':
      return wanted(checkInAppointment, ofAppointment());
    case 'call':
      return wanted(callAppointment, ofAppointment());
    case 'start':
      return wanted(startAppointment, ofAppointment());
    case 'complete': {
      const there = ofAppointment();
      return wanted(completeAppointment, there && { ...there, ...outcome });
    }
    case 'noShow':
      return wanted(markNoShow, ofAppointment());
    case 'register':
      return wanted(registerAccess, { agendaId, date: DATE, serviceId: 'quesito' });
    case 'startAccess':
      return wanted(startAccess, ofAccess());
    case 'completeAccess': {
      const there = ofAccess();
      return wanted(completeAccess, there && { ...there, ...outcome });
    }
    case 'abandon':
      return wanted(abandonAccess, ofAccess());
  }
}

/** Gives the steps one after the other, with process managers at work, and enters all that comes of it. */
async function live(steps: readonly Step[], ledger: LedgerOfDays): Promise<void> {
  const work = await agendaAtWork({
    store: new MemoryEventStore(),
    work: new MemoryWorkStore(),
    keyStore: new MemoryKeyStore(),
    accessLog: new MemoryAccessLog(),
  });
  // Before the desk opens: the usual notice plays no part.
  work.time.now = SPEC_NOW - 20 * MINUTE;
  let after = '0';
  const enterAll = async (): Promise<void> => {
    await work.settled();
    for await (const { events, through } of work.store.readLog({ after })) {
      for (const event of events.filter(({ stream }) => stream.startsWith(`${agendaDay.category}-`))) {
        const { type, data } = work.registry.decode(event);
        ledger.enter({ type, data } as AgendaDayEvent, toTimestamp(work.time.now), LIMIT);
      }
      after = through;
    }
  };
  try {
    const opening: Step[] = [6, 13].map((which) => ({ do: 'plan', which, who: 0, units: 1 }));
    for (const [index, step] of [...opening, ...steps].entries()) {
      if (step.do === 'wait') work.time.now += (step.which % 20) * MINUTE;
      const wanted = wantedBy(step, ledger, index + 1);
      if (wanted)
        await attempt(() => work.give(wanted[0], wanted[1] as never, { as: wanted[2], key: `step ${index}` }));
      await enterAll();
    }
    // The day ends, and policies write down who has not come.
    work.time.now = Date.parse('2026-03-02T23:00:00Z');
    await enterAll();
  } finally {
    await work.stop();
  }
}

async function attempt(give: () => Promise<unknown>): Promise<void> {
  try {
    await give();
  } catch (error) {
    if (!isDomainError(error)) throw error;
  }
}

describe('A4, A8: whatever is given on two agendas of one day, with and without appointments, and with policies at work', () => {
  it('no place is taken twice, nobody is at two places or beyond the limit, and each appointment ends once', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 40, maxLength: 90 }), async (steps) => {
        const ledger = new LedgerOfDays();
        await live(steps, ledger);
        for (const type of ledger.seen) seen.add(type);
      }),
      { numRuns: 25, endOnFailure: true },
    );
    // The sequences did reach every kind of event that they can.
    for (const type of EVENTS_REACHED) expect([...seen]).toContain(type);
  }, 120_000);
});

const EVENTS_REACHED: readonly AgendaDayEvent['type'][] = [
  ...(['SlotHeld', 'SlotHoldReleased', 'SlotHoldExpired', 'AppointmentBooked', 'AppointmentCancelled'] as const),
  ...(['AppointmentDisplacedByClosure', 'AppointmentCheckedIn', 'AppointmentCalled', 'AppointmentStarted'] as const),
  ...(['AppointmentCompleted', 'AppointmentMarkedNoShow', 'AccessRegistered', 'AccessStarted'] as const),
  ...(['AccessCompleted', 'AccessAbandoned'] as const),
  ...(['AppointmentRescheduled', 'AppointmentMovedAway'] as const),
];
