import { rmSync } from 'node:fs';
import { seedAgenda, TERRITORY } from './support/agenda.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { expectSameAsRebuilt } from './support/documents.ts';
import { dayIn, itOversoldNothing, mixedRush, type AfterMixedRush } from './support/mixed-rush.ts';
import { bookingsIn, itSoldEveryPlaceOnce, rush, type AfterRush } from './support/rush.ts';

const CITIZENS = 10_000;
const PLACES = 100;
const SLOTS = 10;
const LONGEST_MS = 600_000;
/** Fewer than places, or nobody finds another to move to. */
const MOVING_CITIZENS = 300;
/** More of them, as what is left is not offered again for some minutes. */
const MIXED_CAPACITY = 60;

describe(`${String(CITIZENS)} citizens at once for ${String(PLACES)} places of one day`, () => {
  let application: TestApplication;
  let after: AfterRush;

  beforeAll(async () => {
    application = await startApplication();
    const agenda = await seedAgenda(await application.as(), { slots: SLOTS, capacity: PLACES / SLOTS });
    const desk = await application.as({ role: 'desk-operator', id: 'desk', province: TERRITORY.province });
    const outcome = await rush(desk, agenda, { citizens: CITIZENS, attempts: CITIZENS });

    const { processes, projections, stores } = application;
    await processes.settled();
    await projections.caughtUp(await stores.eventStore.head());
    after = {
      ...{ ...outcome, stores, desks: [desk], bookings: await bookingsIn(stores) },
      documents: await expectSameAsRebuilt(stores.eventStore, stores.readModels),
    };
  }, LONGEST_MS);
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  itSoldEveryPlaceOnce(() => after);
});

describe(`A8: ${String(CITIZENS)} attempts of every kind at once on one day`, () => {
  let application: TestApplication;
  let after: AfterMixedRush;

  beforeAll(async () => {
    application = await startApplication();
    const agenda = await seedAgenda(await application.as(), {
      slots: SLOTS,
      capacity: MIXED_CAPACITY,
      holdMinutes: 60,
    });
    const desk = await application.as({ role: 'desk-operator', id: 'desk', province: TERRITORY.province });
    const outcome = await mixedRush(desk, agenda, { citizens: MOVING_CITIZENS, attempts: CITIZENS });

    const { processes, projections, stores } = application;
    await processes.settled();
    await projections.caughtUp(await stores.eventStore.head());
    after = {
      ...{ ...outcome, stores, log: await dayIn(stores, agenda) },
      documents: await expectSameAsRebuilt(stores.eventStore, stores.readModels),
    };
  }, LONGEST_MS);
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  itOversoldNothing(() => after);
});
