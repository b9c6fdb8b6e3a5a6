import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appointments } from '#agenda';
import type { CommandAnswer } from '#platform';
import { until } from '../e2e/support/until.ts';
import { citizen, DATE, MONDAY, openCounter } from './support/counter.ts';
import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';

const CENTRAL = { role: 'central', id: 'central-officer' } as const;
const DESK = { role: 'desk-operator', id: 'operator-1', region: '12', province: '058', unit: 'T-RM' } as const;

describe('an appointment', () => {
  const clock = { time: MONDAY, now: () => clock.time };
  let server: TestServer;
  let central: string;
  let desk: string;
  let day: string;
  let people = 0;

  beforeAll(async () => {
    server = await TestServer.start({ clock });
    [central, desk] = [await server.token(CENTRAL), await server.token(DESK)];
  });
  beforeEach(async () => {
    day = await openCounter(server, central, 2);
  });
  afterAll(() => server.close());

  const nextCitizen = () => citizen((people += 1));
  const booking = (person: object = nextCitizen()) => ({
    start: '09:00',
    mode: 'IN_PERSON',
    serviceId: 'cedolino-pensione',
    citizen: person,
  });
  const book = (body: object = booking(), call: object = {}): Promise<Answer> =>
    server.call('POST', `${day}/appointments`, { token: desk, body, ...call });
  const erase = async ({ fiscalCode }: { readonly fiscalCode: string }): Promise<void> => {
    const body = { fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
    expect((await server.call('POST', '/rest/privacy/v1/erasures', { token: central, body })).status).toBe(200);
  };
  const sheet = async (token = desk): Promise<Answer> => {
    await server.running.projections.caughtUp(await server.running.stores.eventStore.head());
    return server.call('GET', `${day}/sheet?purpose=SPORTELLO`, { token });
  };

  it('is booked once, and the place is taken', async () => {
    const answer = await book();

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ bookingCode: expect.any(String), startsAt: `${DATE}T08:00:00.000Z` });
    const agenda = day.split('/days/')[0]!;
    const { position, logId } = answer.body as CommandAnswer;
    const query = `from=${DATE}&to=${DATE}&minPosition=${position}&logId=${logId}`;
    const { body } = await server.call('GET', `${agenda}/availability?${query}`);
    expect(body.items).toEqual([
      expect.objectContaining({
        date: DATE,
        slots: [
          expect.objectContaining({ start: '09:00', capacity: 2, free: 1 }),
          expect.objectContaining({ start: '09:30', capacity: 2, free: 2 }),
        ],
      }),
    ]);
  });

  it('on a full slot gets 409', async () => {
    await book();
    await book();

    expectProblem(await book(), 409, 'SLOT_FULL');
  });

  it('for which the day has no slot is refused for what is in the way', async () => {
    const on = async (path: string, start = '09:00'): Promise<Answer> =>
      server.call('POST', `${path}/appointments`, { token: desk, body: { ...booking(), start } });

    expectProblem(await on(day.replace(/agendas\/[^/]+/, `agendas/${randomUUID()}`)), 404, 'AGENDA_UNKNOWN');
    expectProblem(await on(day.replace(DATE, '2026-02-26')), 422, 'SLOT_IN_THE_PAST');
    expectProblem(await on(day.replace(DATE, '2026-03-06')), 422, 'OUTSIDE_OPENING_HOURS');
    expectProblem(await on(day.replace(DATE, '2026-06-02')), 422, 'DAY_IS_HOLIDAY');
    expectProblem(await on(day.replace(DATE, '2026-05-07')), 422, 'BEYOND_HORIZON');
    const problem = expectProblem(await on(day, '10:00'), 422, 'OUTSIDE_OPENING_HOURS');
    expect(problem.facts).toMatchObject({ date: DATE, start: '10:00' });
  });

  it('for which many race goes to as many as there are places', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => book()));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    for (const answer of answers.filter(({ status }) => status !== 201)) expectProblem(answer, 409, 'SLOT_FULL');
  });

  it('asked for again with the same Idempotency-Key is the same, at once and after a restart', async () => {
    const key = randomUUID();
    const body = booking();
    const answers = await Promise.all(Array.from({ length: 5 }, () => book(body, { key })));
    await server.stop();
    await server.start({ clock });
    answers.push(await book(body, { key }));

    expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
    expect((await sheet()).body.items).toHaveLength(1);
  });

  it('asked for with the Idempotency-Key of another gets 409', async () => {
    const key = randomUUID();
    await book(booking(), { key });

    expectProblem(await book(booking(), { key }), 409, 'IDEMPOTENCY_KEY_REUSED');
  });

  it.each<[string, object, string[]]>([
    ['a bad codice fiscale', { citizen: { ...citizen(900), fiscalCode: 'RSSMRA80A01H501X' } }, ['citizen.fiscalCode']],
    ['no citizen', { citizen: undefined }, ['citizen']],
    ['a start that is no time', { start: '9am' }, ['start']],
    ['an unknown field', { colour: 'red' }, ['colour']],
  ])('with %s gets 400 that repeats nothing of it', async (_what, wrong, fields) => {
    const problem = expectProblem(await book({ ...booking(citizen(900)), ...wrong }), 400, 'INVALID_REQUEST');

    expect(wrongFields(problem)).toEqual(fields);
    expect(JSON.stringify(problem)).not.toMatch(/RSSMRA|FNTTST|Fantasia/);
  });

  it('on a bad day gets 400', async () => {
    const answer = await server.call('POST', `${day.replace(DATE, '2026-02-30')}/appointments`, {
      token: desk,
      body: booking(),
    });

    expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual(['date']);
  });

  it('beyond what one person may have gets 422 with the limit', async () => {
    const person = nextCitizen();
    await book(booking(person));

    const problem = expectProblem(await book({ ...booking(person), start: '09:30' }), 422, 'TOO_MANY_ON_SERVICE_LINE');
    expect(problem.facts).toMatchObject({ limit: 1 });
  });

  it('is not for every role; A5: it is for offices of other territories', async () => {
    const analyst = await server.token({ role: 'analyst' });
    const elsewhere = await server.token({ ...DESK, region: '08', province: '037', unit: 'T-BO', id: 'operator-2' });

    expectProblem(await book(booking(), { token: analyst }), 403, 'ROLE_NOT_ALLOWED');
    expect((await book(booking(), { token: elsewhere })).status).toBe(201);
    expectProblem(await book(booking(), { token: undefined }), 401, 'TOKEN_MISSING');
  });

  it('is a citizen’s own to book, and nobody else’s', async () => {
    const person = nextCitizen();
    const token = await server.token({ role: 'citizen', fiscalCode: person.fiscalCode });

    expectProblem(await book(booking(nextCitizen()), { token }), 403, 'NOT_OWN_DATA');
    const { status, body } = await book(booking(person), { token });
    expect(status).toBe(201);
    const query = `minPosition=${(body as CommandAnswer).position}`;
    const mine = await server.call('GET', `/rest/agenda/v1/appointments/mine?${query}`, { token });
    expect(mine.body.items).toMatchObject([{ appointmentId: (body as CommandAnswer).id, state: 'BOOKED' }]);
  });

  it('shows who comes to those entitled, and the access log keeps that they looked', async () => {
    const person = nextCitizen();
    await book(booking(person));
    const { body } = await sheet();
    const [entry] = body.items as { subject: string; citizen: object }[];

    expect(entry?.citizen).toEqual({ erased: false, value: person });
    const log = await server.call('GET', `/rest/privacy/v1/access-log?subject=${entry!.subject}`, { token: central });
    expect(log.body.items).toMatchObject([
      { actorId: 'operator-1', role: 'desk-operator', purpose: 'SPORTELLO', outcome: 'READ' },
      { actorId: 'operator-1', role: 'desk-operator', purpose: 'BookAppointment', outcome: 'FOUND' },
    ]);
    expectProblem(await sheet(await server.token({ role: 'analyst' })), 403, 'ROLE_NOT_ALLOWED');
  });

  it.each(['desk service', 'RSSMRA80A01H501U', ''])(
    'shows nobody for a purpose that is not on the list: %j',
    async (text) => {
      const answer = await server.call('GET', `${day}/sheet?purpose=${encodeURIComponent(text)}`, { token: desk });

      const problem = expectProblem(answer, 400, 'INVALID_REQUEST');
      expect(problem.errors).toContainEqual(
        expect.objectContaining({
          field: 'purpose',
          message: expect.stringContaining('SPORTELLO, AVVISO, VERIFICA, RECLAMO, AUDIT'),
        }),
      );
      expect(JSON.stringify(problem)).not.toContain('RSSMRA80A01H501U');
    },
  );

  it('of an erased citizen is cancelled, and says nothing of who it was', async () => {
    const person = nextCitizen();
    await book(booking(person));
    await erase(person);

    await until(async () => (await sheet()).body.items.length === 0 || undefined);
    const [, agendaId = ''] = /agendas\/([^/]+)/.exec(day) ?? [];
    const documents = await server.running.reader.find(appointments, { where: { agendaId }, limit: 9 });
    expect(documents.items).toMatchObject([
      { state: 'CANCELLED', cancelledBy: 'SYSTEM', cancellationReason: 'SUBJECT_ERASED' },
    ]);
  });

  it('leaves no codice fiscale and no name readable in any file', async () => {
    const person = nextCitizen();
    await book(booking(person));
    await sheet();

    // The lock is the file's: to open and close it in this process would give it up.
    for (const file of readdirSync(server.directory).filter((name) => name !== 'server.lock')) {
      const bytes = readFileSync(join(server.directory, file));
      expect([file, bytes.includes(person.fiscalCode), bytes.includes(person.familyName)]).toEqual([
        file,
        false,
        false,
      ]);
    }
  });

  it('of an erased citizen that is over stands, and says nothing of who it was', async () => {
    const person = nextCitizen();
    await book(booking(person));
    // A week later, with tokens of then.
    clock.time += 7 * 86_400_000;
    [central, desk] = [await server.token(CENTRAL), await server.token(DESK)];
    await erase(person);
    await server.running.processes.settled();

    // That nobody came to it may be written down by then; it was not cancelled.
    const state: unknown = expect.stringMatching(/^(BOOKED|LAPSED)$/);
    expect((await sheet()).body.items).toMatchObject([{ state, citizen: { erased: true } }]);
  });
});
