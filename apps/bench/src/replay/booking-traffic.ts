import { addDays, weekdayOf } from '#italy';
import { randomBytes, randomUUID } from 'node:crypto';
import { agendaDayId, CITIZEN_FIELD, type DayPlan } from '#agenda';
import { instantInRome, type Random } from '#demonstration';
import { deriveId, streamName, toTimestamp, type Actor, type EventScope } from '#kernel/domain';
import type { LogWriter } from './log-writer.ts';

/** A day that may be booked, and its slots that nobody has taken. */
interface OpenDay {
  readonly plan: DayPlan;
  readonly stream: string;
  readonly scope: EventScope;
  readonly free: DayPlan['slots'];
}

const DAYS_AHEAD = 21;
const SUNDAY = 7;
const SATURDAY = 6;
/** Bookings that an agenda takes a day: nearly all that it has places for. */
const BOOKINGS = 21;
const SEALED_BYTES = 190;
const POLICY: Actor = { kind: 'policy', name: 'agenda-days' };
const HOUR_MS = 3_600_000;

/** Citizens who book, hold, forget and cancel in the proportions of the demonstration, as events. */
export class BookingTraffic {
  readonly #open: OpenDay[] = [];
  #plannedUntil: string | undefined;

  /** @param templates a plan of each agenda */
  constructor(
    readonly writer: LogWriter,
    readonly templates: readonly DayPlan[],
    readonly random: Random,
  ) {}

  /** Writes what happens on a day, and no more than so many events. */
  async playDay(today: string, most: number): Promise<void> {
    const until = this.writer.written + most;
    const at = instantInRome(today, 8);
    // Days before the first were planned by the product.
    await this.#planUntil(addDays(today, DAYS_AHEAD), at);
    this.#closeBefore(today);
    for (let wish = 0; wish < this.templates.length * BOOKINGS; wish += 1) {
      if (this.writer.written >= until) break;
      await this.#book(at + Math.floor((wish / (this.templates.length * BOOKINGS)) * 10 * HOUR_MS));
    }
    await this.writer.flush();
  }

  /** Plans one day and books on it until it has so many events. */
  async fillDay(plan: DayPlan, events: number): Promise<void> {
    const { region, province, unit, agendaId, date } = plan;
    const stream = streamName('AgendaDay', agendaDayId(agendaId, date));
    const day = { plan, stream, scope: { region, province, unit }, free: plan.slots };
    const at = instantInRome(addDays(date, -1), 8);
    const data = { ...plan, agendaRevision: 1 };
    await this.writer.write({ stream, type: 'DayPlanned', data, at, actor: POLICY, scope: day.scope });
    while (this.writer.revisionOf(stream) < events - 1) {
      const subject = randomUUID();
      const who = { at, actor: POLICY, scope: day.scope, subject, person: streamName('Subject', subject) };
      await this.#take(day, this.random.pick(plan.slots), who);
    }
    await this.writer.flush();
  }

  async #planUntil(last: string, at: number): Promise<void> {
    const first = this.#plannedUntil === undefined ? addDays(last, 1 - DAYS_AHEAD) : addDays(this.#plannedUntil, 1);
    for (let date = first; date <= last; date = addDays(date, 1)) {
      const weekday = weekdayOf(date);
      if (weekday === SATURDAY || weekday === SUNDAY) continue;
      for (const template of this.templates) {
        const plan = movedTo(template, date);
        const { region, province, unit } = plan;
        const stream = streamName('AgendaDay', agendaDayId(plan.agendaId, date));
        // The product has written streams of these names: this day is planned a second time.
        const known = await this.writer.store.readStream(stream);
        if (known.length > 0) this.writer.continueAt(stream, known.length - 1);
        const day = { plan, stream, scope: { region, province, unit }, free: [...plan.slots] };
        this.#open.push(day);
        const data = { ...plan, agendaRevision: 5 };
        await this.writer.write({ stream, type: 'DayPlanned', data, at, actor: POLICY, scope: day.scope });
      }
    }
    this.#plannedUntil = last;
  }

  #closeBefore(today: string): void {
    while (this.#open[0] && this.#open[0].plan.date <= today) this.writer.forget(this.#open.shift()?.stream ?? '');
  }

  async #book(at: number): Promise<void> {
    const { random, writer } = this;
    const day = random.pick(this.#open);
    const subject = randomUUID();
    const { plan, scope } = day;
    const actor: Actor = { kind: 'person', id: `demo-desk-${plan.province}`, role: 'desk-operator', office: plan.unit };
    const person = streamName('Subject', subject);
    const common = { at, actor, scope };
    await writer.write({ ...common, scope: {}, stream: person, type: 'SubjectRegistered', data: { subject } });
    const [slot] = day.free.splice(random.integer(0, Math.max(0, day.free.length - 1)), 1);
    if (slot && random.chance(0.95)) await this.#take(day, slot, { ...common, subject, person });
    writer.forget(person);
  }

  async #take(
    { plan, stream }: OpenDay,
    { start, startsAt, endsAt }: DayPlan['slots'][number],
    who: { at: number; actor: Actor; scope: EventScope; subject: string; person: string },
  ): Promise<void> {
    const { random, writer } = this;
    const { subject, person, at, ...common } = who;
    const { agendaId, date, serviceLine } = plan;
    const commitmentId = deriveId('commitment', subject);
    const luck = random.integer(1, 100);
    const held = luck <= 20;
    const taken = { agendaId, date, start, startsAt, endsAt, units: 1, subject, commitmentId };
    const target = { category: 'AgendaDay', id: agendaDayId(agendaId, date) };
    const kind = held ? 'HOLD' : 'APPOINTMENT';
    const claimed = {
      subject,
      commitmentId,
      kind,
      serviceLine,
      startsAt,
      endsAt,
      target,
      until: toTimestamp(at + 60_000),
    };
    const ofDay = { ...common, stream, subjects: [subject] };
    const ofPerson = { ...common, scope: {}, stream: person };
    await writer.write({ ...ofPerson, at, type: 'SubjectCommitmentClaimed', data: claimed });
    const how = { mode: 'IN_PERSON', channel: 'DESK' };
    const holdId = deriveId('hold', subject);
    if (held) {
      const data = { ...taken, holdId, ...how, expiresAt: toTimestamp(at + 300_000) };
      await writer.write({ ...ofDay, at, type: 'SlotHeld', data });
    }
    const released = { subject, commitmentId, reason: 'ENDED' };
    const reofferAt = toTimestamp(at + 900_000);
    if (luck <= 3) {
      await writer.write({
        ...ofDay,
        at: at + 300_000,
        type: 'SlotHoldExpired',
        data: { ...taken, holdId, reofferAt },
      });
      await writer.write({ ...ofPerson, at: at + 300_000, type: 'SubjectCommitmentReleased', data: released });
      return;
    }
    const appointmentId = deriveId('appointment', subject);
    const citizen = { sealed: randomBytes(SEALED_BYTES).toString('base64url'), subject, field: CITIZEN_FIELD };
    const booking = { serviceLine, serviceId: 'cedolino-pensione', bookingCode: 'ABCDEFGH', citizen };
    const data = { ...taken, appointmentId, ...(held ? { holdId } : {}), ...how, ...booking };
    await writer.write({ ...ofDay, at: at + 60_000, type: 'AppointmentBooked', data });
    if (luck <= 93) return;
    const cancelled = { ...taken, appointmentId, reofferAt, by: 'CITIZEN', reason: 'CANNOT_ATTEND' };
    await writer.write({ ...ofDay, at: at + 120_000, type: 'AppointmentCancelled', data: cancelled });
    await writer.write({ ...ofPerson, at: at + 120_000, type: 'SubjectCommitmentReleased', data: released });
  }
}

/** The same hours on another date; the hour of summer plays no part in how fast a log is read. */
function movedTo(plan: DayPlan, date: string): DayPlan {
  const move = (instant: string): string => `${date}${instant.slice(10)}`;
  return {
    ...plan,
    date,
    slots: plan.slots.map((slot) => ({ ...slot, startsAt: move(slot.startsAt), endsAt: move(slot.endsAt) })),
  };
}
