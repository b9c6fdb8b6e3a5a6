import { START } from '#kernel/domain';
import { citizen, DATE, MONDAY, openCounter } from './support/counter.ts';
import { TestServer } from './support/server.ts';

const LOADS = '/rest/agenda/v1/loads';
const clock = { now: () => MONDAY };

describe('how much agendas are used', () => {
  let server: TestServer;
  let token: string;
  let day: string;
  beforeAll(async () => {
    server = await TestServer.start({ clock });
    token = await server.token();
    day = await openCounter(server, token, 1);
  });
  afterAll(() => server.close());

  const agenda = (): string => day.split('/days/')[0] ?? '';
  /** As of all that was recorded by then. */
  const current = async (): Promise<string> => `minPosition=${await server.running.stores.eventStore.head()}`;
  const search = async () => server.call('GET', `${agenda()}/availability?from=${DATE}&to=${DATE}&${await current()}`);
  const searchesWritten = async (): Promise<unknown[]> => {
    const written: unknown[] = [];
    for await (const { events } of server.running.stores.eventStore.readLog({ after: START })) {
      written.push(...events.filter(({ type }) => type === 'SearchesFoundNothing').map(({ data }) => data));
    }
    return written;
  };
  const told = async (path: string): Promise<{ readonly items?: unknown }> => {
    const { status, body } = await server.call('GET', path, { token });
    expect(status).toBe(200);
    return body as { readonly items?: unknown };
  };

  it('tells of each agenda and of its region, with searches that found nothing, written down once for all of them', async () => {
    await search();
    for (const [number, start] of ['09:00', '09:30'].entries()) {
      const body = { start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: citizen(number) };
      expect(await server.call('POST', `${day}/appointments`, { token, body })).toMatchObject({ status: 201 });
    }
    const booked = await server.events();
    for (let time = 0; time < 2; time += 1) await search();
    const near = `serviceId=certificazione-unica&mode=IN_PERSON&${await current()}`;
    const inRome = await server.call('GET', `/rest/agenda/v1/free-places?${near}&province=058&from=${DATE}&to=${DATE}`);
    expect(inRome).toMatchObject({ status: 200, body: { items: [] } });
    // Of all of Italy it says nothing of any agenda.
    await server.call('GET', `/rest/agenda/v1/first-free?${near}&from=${DATE}&to=${DATE}`);
    // A day that is closed has no places that could be taken.
    await server.call('GET', `${agenda()}/availability?from=2026-03-06&to=2026-03-06`);
    expect(await server.events()).toBe(booked);
    expect(await searchesWritten()).toEqual([]);

    await server.stop();
    await server.start({ clock });
    await server.running.processes.settled();
    expect(await searchesWritten()).toEqual([{ agendaId: agenda().split('/').at(-1), date: '2026-03-02', count: 3 }]);

    const load = {
      ...{ from: '2026-02-06', until: DATE, openHours: 1, places: 2, taken: 2, foundNothing: 3 },
      ...{ load: 1, demand: 2.5, adequacy: 'TOO_FEW_PLACES' },
    };
    // Its two places of Thursday are taken; a week later there are two more.
    const lead = { firstFreeOn: '2026-03-12', leadDays: 10 };
    const page = await told(`${LOADS}?on=${DATE}&region=12`);
    expect(page.items).toMatchObject([{ region: '12', province: '058', unit: 'T-RM', ...load, ...lead }]);
    expect(await told(`/rest/agenda/v1/regions/12/load?on=${DATE}`)).toMatchObject({
      ...{ region: '12', agendas: 1, withTooFewPlaces: 1, withTooManyPlaces: 0, ...load, ...lead },
      provinces: [{ province: '058', agendas: 1, ...load, ...lead, medianLeadDays: 10, withoutFreePlace: 0 }],
    });
  });

  it('to offices of INPS, each of its own territory', async () => {
    const other = await server.token({ role: 'regional', region: '08', id: 'officer' });
    expect(await server.call('GET', `/rest/agenda/v1/regions/12/load`, { token: other })).toMatchObject({
      status: 403,
    });
    expect((await server.call('GET', `${LOADS}?on=${DATE}`, { token: other })).body.items).toEqual([]);
    const host = await server.token({ role: 'host-operator', host: '3f0d5d5e-0000-4000-8000-000000000001', id: 'x' });
    expect((await server.call('GET', LOADS, { token: host })).status).toBe(403);
  });
});
