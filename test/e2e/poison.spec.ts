import { rmSync } from 'node:fs';
import { addDays } from '#italy';
import type { CommandAnswer } from '#platform';
import { accepted, AGENDAS, freePlaces, seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import { expectProblem, type Api } from './support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { allDocuments, expectSameAsRebuilt } from './support/documents.ts';
import { askForRebuild, endOfRebuild, rebuiltBy } from './support/rebuilds.ts';
import { fictitiousPerson } from './support/people.ts';
import { tallyContext, UNFORESEEN } from './support/tallies.ts';

const OPERATIONS = '/rest/operations/v1';
const CENTRAL = { role: 'central', id: 'central-officer' } as const;

interface Booked extends CommandAnswer {
  readonly bookingCode: string;
}

describe('a projection whose fold fails on one event', () => {
  const directory = temporaryDirectory();
  let application: TestApplication | undefined;
  let central: Api;
  let people = 0;

  /** Starts the server of the directory, with that fold. */
  async function start(fold: Parameters<typeof tallyContext>[0]): Promise<TestApplication> {
    await application?.close();
    application = await startApplication({ directory, extraContexts: [tallyContext(fold).context] });
    central = await application.as(CENTRAL);
    return application;
  }

  afterAll(async () => {
    await application?.close();
    rmSync(directory, { recursive: true });
  });

  async function book(
    { agendaId, starts, serviceId: delivered }: SeededAgenda,
    date: string,
    serviceId = delivered,
  ): Promise<Booked> {
    const citizen = fictitiousPerson((people += 1));
    const body = { start: starts[0], mode: 'IN_PERSON', serviceId, citizen };
    return (await accepted(central.post(`${AGENDAS}/${agendaId}/days/${date}/appointments`, body))) as Booked;
  }

  /** Two planned days of an agenda: two streams. */
  async function daysOf({ agendaId, date }: SeededAgenda): Promise<[string, string]> {
    const planned: string[] = [];
    for (let day = date; planned.length < 2; day = addDays(day, 7)) {
      if ((await freePlaces(central, agendaId, day)) !== undefined) planned.push(day);
    }
    return planned as [string, string];
  }

  const tally = (path: string, since?: CommandAnswer) =>
    central.get(`/rest/tallies/v1/${path}${since ? `?minPosition=${since.position}&logId=${since.logId}` : ''}`);

  /** How the installation stands, as operators and monitors see it. */
  async function expectParked(...keys: readonly string[]): Promise<void> {
    const named = { projection: 'tallies', state: 'live', parked: keys.length };
    const { body } = await central.get(`${OPERATIONS}/projections`);
    expect(body.items).toContainEqual(expect.objectContaining(named));
    const others = (body.items as { projection: string; parked: number; position: string; head: string }[]).filter(
      ({ projection }) => projection !== 'tallies',
    );
    expect(others.filter(({ parked }) => parked > 0)).toEqual([]);

    const parked = (await central.get(`${OPERATIONS}/projections/tallies/parked`)).body.items as { key: string }[];
    expect(parked.map(({ key }) => key).sort()).toEqual([...keys].sort());

    // It goes on answering, but somebody is to be called.
    const ready = await central.get('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body.projections).toContainEqual(
      expect.objectContaining({ name: 'tallies', state: 'live', parked: keys.length }),
    );
    const health = await central.get('/health');
    if (keys.length === 0) expect(health.status).toBe(200);
    else expectProblem(health, 503, 'NOT_HEALTHY');
  }

  it('parks the documents that the event touches, goes on with all others, and is healed once it is mended', async () => {
    await start('with a mistake');
    const hurt = await seedAgenda(central, { capacity: 10, name: 'Hurt', serviceLine: 'PENSIONI' });
    const well = await seedAgenda(central, { capacity: 10, name: 'Well', serviceLine: 'CONTRIBUTI' });
    const [monday, later] = await daysOf(hurt);
    const before = await book(hurt, monday);
    await expectParked();

    const poison = await book(hurt, monday, UNFORESEEN);
    const onOtherStream = await book(hurt, later);
    const elsewhere = await book(well, (await daysOf(well))[0]);
    const cancelled = await accepted(
      central.post(`${hurt.day}/appointments/${before.id}/cancellation`, { reason: 'CANNOT_ATTEND' }),
    );

    // What it does not touch goes on: other documents of this projection, and every other projection.
    expect((await tally(`agenda/${well.agendaId}`, cancelled)).body).toEqual({
      booked: [elsewhere.bookingCode],
      cancelled: [],
    });
    const sheet = await central.get(`${hurt.day}/sheet?purpose=AUDIT&minPosition=${cancelled.position}`);
    expect((sheet.body.items as { bookingCode: string }[]).map(({ bookingCode }) => bookingCode)).toEqual([
      poison.bookingCode,
    ]);
    expect(await freePlaces(central, hurt.agendaId, later, cancelled.position)).toBe(9);

    // What it touches waits, whole up to the event, and does not say that it is up to date.
    const touched = [`agenda:${hurt.agendaId}`, `province:${TERRITORY.province}`];
    await expectParked(...touched);
    for (const path of [`agenda/${hurt.agendaId}`, `province/${TERRITORY.province}`]) {
      const late = await tally(path, cancelled);
      expectProblem(late, 503, 'PROJECTION_INCOMPLETE');
      expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await tally(path)).toMatchObject({ status: 200, body: { booked: [before.bookingCode], cancelled: [] } });
    }

    // Neither a retry nor a rebuild gets past the event before the mistake is mended, and both leave all as it was.
    expect((await central.post(`${OPERATIONS}/projections/tallies/retry`)).body).toEqual({
      healed: [],
      stillParked: expect.arrayContaining(touched),
    });
    expect(await endOfRebuild(central, await askForRebuild(central, 'tallies'))).toMatchObject({
      state: 'failed',
      error: { code: 'FOLD_FAILED', facts: { projection: 'tallies', position: poison.position } },
    });
    await start('with a mistake');
    await expectParked(...touched);

    // Mended.
    const running = await start('mended');
    await expectParked(...touched);
    const afterTheStart = await book(hurt, later);
    const retried = (await central.post(`${OPERATIONS}/projections/tallies/retry`)).body;
    expect({ ...retried, healed: [...(retried.healed as string[])].sort() }).toEqual({
      healed: [...touched].sort(),
      stillParked: [],
    });
    await expectParked();
    const codes = [before, poison, onOtherStream, afterTheStart].map(({ bookingCode }) => bookingCode);
    expect((await tally(`agenda/${hurt.agendaId}`, afterTheStart)).body).toEqual({
      booked: codes,
      cancelled: [before.id],
    });
    expect((await tally(`province/${TERRITORY.province}`, afterTheStart)).body.booked).toEqual([
      ...codes.slice(0, 3),
      elsewhere.bookingCode,
      codes[3],
    ]);

    // What was healed is what a rebuild from nothing makes.
    const { readModels, eventStore } = running.stores;
    await running.processes.settled();
    await running.projections.caughtUp(await eventStore.head());
    await expectSameAsRebuilt(eventStore, readModels);
    const healed = await readModels.pointer('tallies', 1);
    const rebuilt = (await rebuiltBy(central, 'tallies')).build;
    expect(rebuilt).not.toBe(healed);
    expect(await allDocuments(readModels, rebuilt)).toEqual(await allDocuments(readModels, healed ?? ''));
  });
});
