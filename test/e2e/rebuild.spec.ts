import { rmSync } from 'node:fs';
import type { CommandAnswer } from '#platform';
import { accepted, AGENDAS, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import type { Api } from './support/api.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { expectSameAsRebuilt } from './support/documents.ts';
import { fictitiousPerson } from './support/people.ts';
import { rebuiltBy } from './support/rebuilds.ts';

const REBUILT = ['availability', 'appointments'] as const;
/** Rebuilds of each of them in the middle of bookings. */
const REBUILDS = 12;
const DESK = { role: 'desk-operator', id: 'desk', province: '058' } as const;

/** A page, or the days of a period. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly build: string;
  readonly position: string;
}

describe('a rebuild while bookings go on', () => {
  let application: TestApplication;
  let central: Api;
  let desk: Api;
  let people = 0;

  beforeAll(async () => {
    application = await startApplication();
    central = await application.as();
    desk = await application.as(DESK);
  });
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  async function book({ day, starts, serviceId }: SeededAgenda): Promise<CommandAnswer> {
    people += 1;
    const start = starts[people % starts.length];
    const body = { start, mode: 'IN_PERSON', serviceId, citizen: fictitiousPerson(people) };
    return accepted(desk.post(`${day}/appointments`, body));
  }

  async function rebuild(projection: string): Promise<string> {
    return (await rebuiltBy(central, projection)).build;
  }

  async function page<Item>(path: string): Promise<Page<Item>> {
    const { status, body } = await desk.get(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    return body as Page<Item>;
  }

  const sheet = ({ day }: SeededAgenda, query: string) =>
    page<{ appointmentId: string }>(`${day}/sheet?purpose=SPORTELLO&${query}`);

  it('shows no reader a gap or a mixture, and ends with the documents of a rebuild from nothing', async () => {
    const agenda = await seedAgenda(central, { slots: 30, slotMinutes: 10, capacity: 100 });
    const { agendaId, date, places } = agenda;
    const acknowledged: CommandAnswer[] = [];
    let begun = 0;
    const work = { over: false };
    let walks = 0;
    const seenBuilds = new Set<string>();

    const bookers = [1, 2, 3].map(async () => {
      while (!work.over && begun < places) {
        begun += 1;
        acknowledged.push(await book(agenda));
      }
    });

    /** What a reader must see at least: everything that was acknowledged up to now. */
    const seen = () => ({
      bookings: acknowledged.map(({ id }) => id),
      since: acknowledged.reduce((latest, { position }) => Math.max(latest, Number(position)), 0),
    });
    const availabilityReader = (async () => {
      let last = 0;
      while (!work.over) {
        const { bookings, since } = seen();
        const path = `${AGENDAS}/${agendaId}/availability?from=${date}&to=${date}`;
        const { items, build, position } = await page<{ slots: { capacity: number; free: number }[] }>(
          `${path}&minPosition=${String(since)}`,
        );
        const [day] = items;
        const slots = day?.slots ?? [];
        expect(slots).toHaveLength(agenda.starts.length);
        const booked = slots.reduce((sum, { capacity, free }) => sum + capacity - free, 0);
        expect(booked).toBeGreaterThanOrEqual(bookings.length);
        expect(booked).toBeLessThanOrEqual(begun);
        seenBuilds.add(build);
        // Also who asks for no position is never sent back in time.
        const { position: unasked } = await page(path);
        expect(Number(position)).toBeGreaterThanOrEqual(Math.max(since, last));
        expect(Number(unasked)).toBeGreaterThanOrEqual(Number(position));
        last = Number(unasked);
      }
    })();
    const pageReader = (async () => {
      while (!work.over) {
        const { bookings, since } = seen();
        const ids: string[] = [];
        const builds = new Set<string>();
        let cursor: string | null = '';
        while (cursor !== null) {
          const from: string = cursor === '' ? `minPosition=${String(since)}` : `cursor=${cursor}`;
          const { items, build, nextCursor }: Page<{ appointmentId: string }> = await sheet(agenda, `limit=90&${from}`);
          ids.push(...items.map(({ appointmentId }) => appointmentId));
          builds.add(build);
          cursor = nextCursor;
        }
        walks += 1;
        expect(builds.size).toBe(1);
        expect(new Set(ids).size).toBe(ids.length);
        expect(bookings.filter((id) => !ids.includes(id))).toEqual([]);
        for (const build of builds) seenBuilds.add(build);
      }
    })();
    const reading = Promise.all([...bookers, availabilityReader, pageReader]);
    // It is awaited below; until then it may fail without anyone waiting.
    reading.catch(() => undefined);

    const built: string[] = [];
    try {
      while (built.length < REBUILDS * REBUILT.length) {
        for (const projection of REBUILT) {
          built.push(await rebuild(projection));
          const [walked, booked] = [walks, acknowledged.length];
          // A build is kept until the next rebuild: no walk that began before this one is left when that comes, and one has seen this.
          while (walks < walked + 2 || acknowledged.length === booked) {
            await Promise.race([central.get('/health/live'), reading]);
          }
        }
      }
    } finally {
      work.over = true;
      await reading;
    }

    expect(new Set(built).size).toBe(built.length);
    expect(built.filter((build) => build.startsWith('appointments') && !seenBuilds.has(build))).toEqual([]);
    await application.processes.settled();
    const { eventStore, readModels } = application.stores;
    await application.projections.caughtUp(await eventStore.head());
    const documents = await expectSameAsRebuilt(eventStore, readModels);
    expect(documents.get('appointments')).toHaveLength(acknowledged.length);
  });

  it('leaves a walk through pages in the build that it began in, for as long as that is kept; then it goes on in the next', async () => {
    const agenda = await seedAgenda(central, { slots: 4, capacity: 2, serviceLine: 'CONTRIBUTI' });
    const before = [await book(agenda), await book(agenda), await book(agenda), await book(agenda)];
    const newest = before.at(-1)?.position ?? '';
    const first = await sheet(agenda, `limit=2&minPosition=${newest}`);

    const build = await rebuild('appointments');
    const late = await book(agenda);
    const second = await sheet(agenda, `limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(second.build).toBe(first.build);
    expect(second.nextCursor).toBeNull();
    expect([...first.items, ...second.items].map(({ appointmentId }) => appointmentId).sort()).toEqual(
      before.map(({ id }) => id).sort(),
    );
    const anew = await sheet(agenda, `minPosition=${late.position}`);
    expect(anew.build).toBe(build);
    expect(anew.items).toHaveLength(5);

    await rebuild('appointments');
    const later = await sheet(agenda, `limit=9&cursor=${first.nextCursor ?? ''}`);
    expect(later.build).not.toBe(first.build);
    expect(later.items.map(({ appointmentId }) => appointmentId)).toEqual(
      expect.arrayContaining(second.items.map(({ appointmentId }) => appointmentId)),
    );
  });
});
