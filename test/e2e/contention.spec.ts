import { rmSync } from 'node:fs';
import pMap from 'p-map';
import type { StoredEvent } from '#kernel';
import { freePlaces, seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { expectProblem, type Answer } from './support/api.ts';
import { expectSameAsRebuilt, type Documents } from './support/documents.ts';
import { eventsOf, openCommitments } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';

const ATTEMPTS = 10_000;
/** Under way at any time, each on a connection of its own. */
const AT_ONCE = 256;
const PLACES = 100;
const SLOTS = 10;
const LONGEST_MS = 180_000;

describe(`${String(ATTEMPTS)} citizens at once for ${String(PLACES)} places of one day`, () => {
  let application: TestApplication;
  let agenda: SeededAgenda;
  let accepted: Answer[];
  let refused: Answer[];
  let bookings: StoredEvent[];
  let documents: Documents;

  beforeAll(async () => {
    application = await startApplication();
    agenda = await seedAgenda(await application.as(), { slots: SLOTS, capacity: PLACES / SLOTS });
    const desk = await application.as({ role: 'desk-operator', id: 'desk', province: TERRITORY.province });

    const answers = await pMap(
      Array.from({ length: ATTEMPTS }, (_, number) => number),
      (number) =>
        desk.post(`${agenda.day}/appointments`, {
          start: agenda.starts[number % SLOTS],
          mode: 'IN_PERSON',
          serviceId: 'estratto-conto-contributivo',
          citizen: fictitiousPerson(number),
        }),
      { concurrency: AT_ONCE },
    );
    accepted = answers.filter(({ status }) => status === 201);
    refused = answers.filter(({ status }) => status !== 201);

    const { processes, projections, stores } = application;
    await processes.settled();
    await projections.caughtUp(await stores.eventStore.head());
    bookings = await eventsOf(stores.eventStore, 'AppointmentBooked');
    documents = await expectSameAsRebuilt(stores.eventStore, stores.readModels);
  }, LONGEST_MS);
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  it('books as many as there are places, in every slot', () => {
    expect(accepted).toHaveLength(PLACES);
    const perSlot = Map.groupBy(bookings, ({ data }) => (data as { start: string }).start);
    expect([...perSlot.keys()].sort()).toEqual(agenda.starts);
    expect([...perSlot.values()].map(({ length }) => length)).toEqual(agenda.starts.map(() => PLACES / SLOTS));
  });

  it('tells every other that the slot is full, and nothing else', () => {
    expect(refused).toHaveLength(ATTEMPTS - PLACES);
    for (const answer of refused) expectProblem(answer, 409, 'SLOT_FULL');
  });

  it('has each accepted booking in the log once, at the place that was answered', () => {
    const answered = accepted.map(({ body }) => body as { id: string; revision: number; position: string });
    const told = answered.map(({ id, revision, position }) => [id, revision, position]);
    const stored = bookings.map(({ data, revision, position }) => [
      (data as { appointmentId: string }).appointmentId,
      revision,
      position,
    ]);
    expect(told.toSorted()).toEqual(stored.toSorted());
    expect(new Set(bookings.map(({ data }) => (data as { subject: string }).subject)).size).toBe(PLACES);
  });

  it('shows no free place, and all who come on the day sheet', async () => {
    const desk = await application.as({ role: 'desk-operator', id: 'desk', province: TERRITORY.province });

    expect(await freePlaces(desk, agenda.agendaId, agenda.date)).toBe(0);
    const sheet = await desk.list(`${agenda.day}/sheet?purpose=SPORTELLO`);
    const names = sheet.map(
      (entry) => (entry as { citizen: { value: { fiscalCode: string } } }).citizen.value.fiscalCode,
    );
    expect(new Set(names).size).toBe(PLACES);
    expect(documents.get('appointments')).toHaveLength(PLACES);
  });

  it('binds the time of nobody who was refused, and waits for nobody', async () => {
    const open = await openCommitments(application.stores.eventStore);

    expect([...open].toSorted()).toEqual(
      bookings.map(({ data }) => (data as { commitmentId: string }).commitmentId).toSorted(),
    );
    expect(await application.stores.work.nextDue('commitment-sweeper')).toBeUndefined();
  });
});
