import pMap from 'p-map';
import type { Stores } from '#composition';
import { streamName } from '#kernel/domain';
import type { StoredEvent } from '#kernel/ports';
import type { SeededAgenda } from './agenda.ts';
import type { Answer, Api } from './api.ts';
import type { Documents } from './documents.ts';
import { eventsOf, openCommitments } from './log.ts';
import { fictitiousPerson } from './people.ts';
import { placesOf } from './places-in-log.ts';
import { AT_ONCE, type Rush } from './rush.ts';

/** What became of attempts of every kind: holds, bookings of one and of two slots, moves, cancellations. */
export interface AfterMixedRush extends Rush {
  /** What the log says of that day, in its order. */
  readonly log: readonly StoredEvent[];
  readonly documents: Documents;
  readonly stores: Pick<Stores, 'eventStore' | 'work'>;
}

/** What a citizen has, as far as answers have told. */
interface Person {
  appointment?: string;
  hold?: string;
}

/**
 * Lets citizens try whatever they like on one day, so many times in all; what each wants follows from its number, so that
 * every run wants the same, and what they get is what the race decides.
 */
export async function mixedRush(
  desk: Pick<Api, 'post'>,
  agenda: SeededAgenda,
  { citizens, attempts }: { readonly citizens: number; readonly attempts: number },
): Promise<Rush> {
  const people = Array.from({ length: citizens }, (): Person => ({}));
  const { day, date, starts, serviceId } = agenda;
  const attempt = async (number: number): Promise<Answer> => {
    const who = number % citizens;
    const person = people[who]!;
    const round = Math.floor(number / citizens);
    const start = starts[(who * 7 + round * 3) % starts.length];
    const wish = { start, mode: 'IN_PERSON', serviceId };
    const citizen = fictitiousPerson(who);
    const turn = (who + round) % 5;
    const { appointment, hold } = person;
    if (appointment !== undefined && turn < 3) {
      return desk.post(`${day}/appointments/${appointment}/rescheduling`, { to: { date, start } });
    }
    if (appointment !== undefined && turn === 3) {
      const answer = await desk.post(`${day}/appointments/${appointment}/cancellation`, { reason: 'CANNOT_ATTEND' });
      if (answer.status === 200) delete person.appointment;
      return answer;
    }
    if (hold !== undefined) {
      const answer = await desk.post(`${day}/appointments`, { holdId: hold, serviceId, citizen });
      if (answer.status === 201) person.appointment = (answer.body as { id: string }).id;
      delete person.hold;
      return answer;
    }
    if (turn === 0) {
      const { fiscalCode } = citizen;
      const answer = await desk.post(`${day}/holds`, { start, mode: 'IN_PERSON', citizen: { fiscalCode } });
      if (answer.status === 201) person.hold = (answer.body as { id: string }).id;
      return answer;
    }
    const units = turn === 1 ? { units: 2 } : {};
    const answer = await desk.post(`${day}/appointments`, { ...wish, ...units, citizen });
    if (answer.status === 201) person.appointment = (answer.body as { id: string }).id;
    return answer;
  };
  const numbers = Array.from({ length: attempts }, (_, number) => number);
  return { agenda, answers: await pMap(numbers, attempt, { concurrency: AT_ONCE }) };
}

interface Taken {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly subject: string;
  readonly appointmentId?: string;
  readonly holdId?: string;
}

/** Who has which places at a moment, read from the log alone. */
class Places {
  readonly taken = new Map<string, Taken>();

  enter({ type, data }: StoredEvent): void {
    const event = data as Taken;
    const { appointmentId = '', holdId = '' } = event;
    switch (type) {
      case 'SlotHeld':
        this.taken.set(holdId, event);
        break;
      case 'SlotHoldReleased':
      case 'SlotHoldExpired':
        this.taken.delete(holdId);
        break;
      case 'AppointmentBooked':
      case 'AppointmentRescheduled':
        this.taken.delete(holdId);
        this.taken.set(appointmentId, event);
        break;
      case 'AppointmentCancelled':
        this.taken.delete(appointmentId);
        break;
    }
  }
}

/** Most places of one slot that were taken at once, and most things that one person had at once, in any prefix of the log. */
function worstOf(log: readonly StoredEvent[]): { readonly inSlot: number; readonly ofPerson: number } {
  const places = new Places();
  let [inSlot, ofPerson] = [0, 0];
  for (const event of log) {
    places.enter(event);
    const { startsAt, endsAt, subject } = event.data as Partial<Taken>;
    if (startsAt === undefined || endsAt === undefined) continue;
    const all = [...places.taken.values()];
    for (let at = startsAt; at < endsAt; at = new Date(Date.parse(at) + 600_000).toISOString()) {
      inSlot = Math.max(inSlot, all.filter((one) => one.startsAt <= at && at < one.endsAt).length);
    }
    ofPerson = Math.max(ofPerson, all.filter((one) => one.subject === subject).length);
  }
  return { inSlot, ofPerson };
}

/** Specifies that a mixed rush oversold nothing, let nobody have more than they may, and is told alike everywhere. */
export function itOversoldNothing(after: () => AfterMixedRush): void {
  it('A8: reaches every kind of act, and answers each with what it did or why not', () => {
    const { answers, log } = after();
    const types = new Set(log.map(({ type }) => type));
    for (const type of ['SlotHeld', 'AppointmentBooked', 'AppointmentRescheduled', 'AppointmentCancelled']) {
      expect([type, types.has(type)]).toEqual([type, true]);
    }
    expect(log.some(({ type, data }) => type === 'AppointmentBooked' && (data as { units: number }).units === 2)).toBe(
      true,
    );
    const others = answers.filter(({ status }) => ![200, 201, 409, 422].includes(status));
    expect(others.map(({ status, body }) => [status, (body as { code?: string }).code])).toEqual([]);
  });

  it('oversells no slot and lets nobody have two appointments, in any prefix of the log', () => {
    const { agenda, log } = after();
    const { inSlot, ofPerson } = worstOf(log);
    expect(inSlot).toBeLessThanOrEqual(agenda.places / agenda.starts.length);
    expect(ofPerson).toBe(1);
  });

  it('loses and doubles no appointment: each has one place until it is cancelled', () => {
    const { log } = after();
    const ofAppointments = log.filter(({ data }) => (data as Taken).appointmentId !== undefined);
    const ids = new Set(ofAppointments.map(({ data }) => (data as Taken).appointmentId!));
    for (const id of ids) {
      const places = placesOf(ofAppointments, id);
      const cancelled = ofAppointments.some(
        ({ type, data }) => type === 'AppointmentCancelled' && (data as Taken).appointmentId === id,
      );
      expect([id, places.at(-1)]).toEqual([id, cancelled ? 0 : 1]);
    }
  });

  it('tells the same in read models as in the log, and binds the time of nobody who has nothing', async () => {
    const { agenda, log, documents, stores } = after();
    const places = new Places();
    for (const event of log) places.enter(event);
    const standing = [...places.taken.values()].flatMap(({ appointmentId }) => appointmentId ?? []);
    const shown = documents
      .get('appointments')!
      .map(({ document }) => document as { appointmentId: string; agendaId: string; state: string })
      .filter(({ agendaId, state }) => agendaId === agenda.agendaId && state === 'BOOKED');
    expect(shown.map(({ appointmentId }) => appointmentId).toSorted()).toEqual(standing.toSorted());
    const open = await openCommitments(stores.eventStore, streamOf(agenda));
    const bound = [...places.taken.values()].map((one) => (one as Taken & { commitmentId: string }).commitmentId);
    expect([...open].toSorted()).toEqual(bound.toSorted());
    expect(await stores.work.nextDue('commitment-sweeper')).toBeUndefined();
  });
}

/** What the log says of the day of a rush, in its order. */
export async function dayIn(
  { eventStore }: AfterMixedRush['stores'],
  agenda: SeededAgenda,
): Promise<readonly StoredEvent[]> {
  const day = streamOf(agenda);
  return (await eventsOf(eventStore)).filter(({ stream }) => stream === day);
}

function streamOf({ agendaId, date }: SeededAgenda): string {
  return streamName('AgendaDay', `${agendaId}_${date}`);
}
