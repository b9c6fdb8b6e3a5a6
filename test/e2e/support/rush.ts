import pMap from 'p-map';
import type { Stores } from '#composition';
import type { StoredEvent } from '#kernel/ports';
import { freePlaces, type SeededAgenda } from './agenda.ts';
import { expectProblem, type Answer, type Api } from './api.ts';
import type { Documents } from './documents.ts';
import { eventsOf, openCommitments } from './log.ts';
import { fictitiousPerson } from './people.ts';

/** Attempts under way at any time, each on a connection of its own. */
export const AT_ONCE = 256;

/** Attempts of many on one day, and what each was answered. */
export interface Rush {
  readonly agenda: SeededAgenda;
  readonly answers: readonly Answer[];
}

/** What became of a rush, when everything is settled. */
export interface AfterRush extends Rush {
  readonly bookings: readonly StoredEvent[];
  readonly documents: Documents;
  readonly stores: Pick<Stores, 'eventStore' | 'work'>;
  /** Clients of every server. */
  readonly desks: readonly Api[];
}

/** Lets citizens try to book on one day, until there were so many attempts: who was refused tries at another time. */
export async function rush(
  desk: Pick<Api, 'post'>,
  agenda: SeededAgenda,
  { citizens, attempts }: { readonly citizens: number; readonly attempts: number },
): Promise<Rush> {
  const answers: Answer[] = [];
  let trying = Array.from({ length: citizens }, (_, number) => number);
  for (let round = 0; answers.length < attempts; round += 1) {
    const tried = await pMap(
      trying.slice(0, attempts - answers.length),
      async (number) => {
        const start = agenda.starts[(number + round) % agenda.starts.length];
        const wish = { start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione' };
        const citizen = fictitiousPerson(number);
        return { number, answer: await desk.post(`${agenda.day}/appointments`, { ...wish, citizen }) };
      },
      { concurrency: AT_ONCE },
    );
    answers.push(...tried.map(({ answer }) => answer));
    trying = tried.filter(({ answer }) => answer.status !== 201).map(({ number }) => number);
  }
  return { agenda, answers };
}

/** What the log says of a rush. */
export function bookingsIn({ eventStore }: AfterRush['stores']): Promise<readonly StoredEvent[]> {
  return eventsOf(eventStore, 'AppointmentBooked');
}

/** Specifies that a rush sold every place, and none twice. */
export function itSoldEveryPlaceOnce(after: () => AfterRush): void {
  const accepted = (): readonly Answer[] => after().answers.filter(({ status }) => status === 201);

  it('books as many as there are places, in every slot', () => {
    const { agenda, bookings } = after();
    const { places, starts } = agenda;

    expect(accepted()).toHaveLength(places);
    const perSlot = Map.groupBy(bookings, ({ data }) => (data as { start: string }).start);
    expect([...perSlot.keys()].sort()).toEqual(starts);
    expect([...perSlot.values()].map(({ length }) => length)).toEqual(starts.map(() => places / starts.length));
  });

  it('tells every other that the slot is full, and nothing else', () => {
    const { agenda, answers } = after();
    const refused = answers.filter(({ status }) => status !== 201);

    expect(refused).toHaveLength(answers.length - agenda.places);
    for (const answer of refused) expectProblem(answer, 409, 'SLOT_FULL');
  });

  it('has each accepted booking in the log once, at the place that was answered', () => {
    const { agenda, bookings } = after();
    const answered = accepted().map(({ body }) => body as { id: string; revision: number; position: string });
    const told = answered.map(({ id, revision, position }) => [id, revision, position]);
    const stored = bookings.map(({ data, revision, position }) => [
      (data as { appointmentId: string }).appointmentId,
      revision,
      position,
    ]);
    expect(told.toSorted()).toEqual(stored.toSorted());
    const subjects = new Set(bookings.map(({ data }) => (data as { subject: string }).subject));
    expect(subjects.size).toBe(agenda.places);
  });

  it('shows no free place, and all who come on the day sheet', async () => {
    const { agenda, desks, documents } = after();
    for (const desk of desks) {
      expect(await freePlaces(desk, agenda.agendaId, agenda.date)).toBe(0);
      const sheet = await desk.list(`${agenda.day}/sheet?purpose=SPORTELLO`);
      const names = sheet.map(
        (entry) => (entry as { citizen: { value: { fiscalCode: string } } }).citizen.value.fiscalCode,
      );
      expect(new Set(names).size).toBe(agenda.places);
    }
    expect(documents.get('appointments')).toHaveLength(agenda.places);
  });

  it('binds the time of nobody who was refused, and waits for nobody', async () => {
    const { bookings, stores } = after();
    const open = await openCommitments(stores.eventStore);

    expect([...open].toSorted()).toEqual(
      bookings.map(({ data }) => (data as { commitmentId: string }).commitmentId).toSorted(),
    );
    expect(await stores.work.nextDue('commitment-sweeper')).toBeUndefined();
  });
}
