import { bookAppointment, cancelAppointment, holdSlot, rescheduleAppointment, type BookAppointment } from '#agenda';
import { idOf, type CommandResult } from '#kernel/domain';
import { registerSubject } from '#privacy';
import type { AnyPrincipal } from '#use-cases';
import type { DemoAgenda } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';
import type { FictitiousPerson } from './people.ts';

/** What somebody books, and how: at a desk or through the contact centre, or by themselves online. */
export interface DemoBooking extends Pick<BookAppointment, 'date' | 'mode' | 'channel' | 'serviceId'> {
  readonly agenda: DemoAgenda;
  readonly person: FictitiousPerson;
  /** Comes with them. */
  readonly secondPerson?: FictitiousPerson;
  readonly start: string;
}

/** An appointment of the demonstration, and who may change it. */
export interface Booked {
  readonly agenda: DemoAgenda;
  readonly date: string;
  readonly appointmentId: string;
  /** Who booked it. */
  readonly by: AnyPrincipal;
}

const ONLINE = ['PORTAL', 'APP'];

/** Books free places, as whoever uses the channel; undefined when that was refused. */
export async function book(stage: DemoStage, booking: DemoBooking): Promise<Booked | undefined> {
  const { agenda, person: citizen, ...what } = booking;
  const by = await whoBooks(stage, booking);
  if (!by) return undefined;
  const { agendaId } = agenda;
  return bookedOf(await stage.give(bookAppointment, { agendaId, ...what, citizen }, by), booking, by);
}

/** Holds free places. @returns the id of the hold, and who made it; undefined when that was refused */
export async function hold(
  stage: DemoStage,
  booking: DemoBooking,
): Promise<{ readonly holdId: string; readonly by: AnyPrincipal } | undefined> {
  const { agenda, person, date, start, mode = 'IN_PERSON', channel } = booking;
  const by = await whoBooks(stage, booking);
  if (!by) return undefined;
  const whose = by.role === 'citizen' ? {} : { citizen: { fiscalCode: person.fiscalCode } };
  const how = { agendaId: agenda.agendaId, date, start, mode, ...(channel ? { channel } : {}) };
  const held = await stage.give(holdSlot, { ...how, ...whose }, by);
  const event = held?.events.find(({ type }) => type === 'SlotHeld');
  return event && { holdId: (event.data as { holdId: string }).holdId, by };
}

/** Books what was held. */
export async function bookHeld(
  stage: DemoStage,
  booking: DemoBooking,
  { holdId, by }: { readonly holdId: string; readonly by: AnyPrincipal },
): Promise<Booked | undefined> {
  const { agenda, person: citizen, date, channel, serviceId, secondPerson } = booking;
  const two = secondPerson ? { secondPerson } : {};
  const how = { agendaId: agenda.agendaId, date, holdId, serviceId, ...(channel ? { channel } : {}), ...two };
  return bookedOf(await stage.give(bookAppointment, { ...how, citizen }, by), booking, by);
}

/** Moves an appointment to another time of its agenda; undefined when that was refused. */
export async function move(
  stage: DemoStage,
  { agenda, date, appointmentId, by }: Booked,
  to: { readonly date: string; readonly start: string },
): Promise<Booked | undefined> {
  const moved = await stage.give(
    rescheduleAppointment,
    { agendaId: agenda.agendaId, date, appointmentId, to: { ...to } },
    by,
  );
  return moved && { agenda, date: to.date, appointmentId, by };
}

/** Cancels an appointment, as whoever booked it. */
export function cancel(stage: DemoStage, { agenda, date, appointmentId, by }: Booked): Promise<unknown> {
  return stage.give(cancelAppointment, { agendaId: agenda.agendaId, date, appointmentId, reason: 'CANNOT_ATTEND' }, by);
}

/** Online they book for themselves, known by their digital identity; through all else somebody does it for them. */
async function whoBooks(
  stage: DemoStage,
  { agenda, person: { fiscalCode }, channel }: DemoBooking,
): Promise<AnyPrincipal | undefined> {
  if (channel === undefined || !ONLINE.includes(channel)) return agenda.desk;
  const registered = await stage.give(registerSubject, { fiscalCode }, agenda.desk);
  if (!registered) return undefined;
  const subject = idOf(registered.stream);
  return { id: subject, role: 'citizen', subject };
}

function bookedOf(
  result: CommandResult | undefined,
  { agenda, date }: DemoBooking,
  by: AnyPrincipal,
): Booked | undefined {
  const event = result?.events.find(({ type }) => type === 'AppointmentBooked');
  if (!event) return undefined;
  return { agenda, date, appointmentId: (event.data as { appointmentId: string }).appointmentId, by };
}
