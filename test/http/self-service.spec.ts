import ICAL from 'ical.js';
import { decodeJwt } from 'jose';
import type { CommandAnswer, TokenRequest } from '#platform';
import { addDays } from '#italy';
import { accepted, AGENDAS, seedAgenda, TERRITORY, type SeededAgenda } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousPerson, type FictitiousPerson } from '../e2e/support/people.ts';
import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';

const SELF_SERVICE = '/rest/agenda/v1/self-service';
const QUARTER_MS = 15 * 60_000;

type Booked = CommandAnswer & { readonly bookingCode: string };

describe('A10: who has a booking code and the codice fiscale that goes with it', () => {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  let server: TestServer;
  let central: Api;
  let desk: Api;
  let agenda: SeededAgenda;
  let people = 700;

  beforeAll(async () => {
    server = await TestServer.start({ clock });
    central = new Api(server.running.url, await longToken({ role: 'central', id: 'central-officer' }));
    agenda = await seedAgenda(central, { slots: 2, capacity: 50 });
    desk = central.with(await longToken({ role: 'desk-operator', id: 'desk', ...TERRITORY }));
  });
  afterAll(() => server.close());

  /** The clock goes on by quarters of an hour. */
  const longToken = (request: TokenRequest): Promise<string> => server.running.tokens!.issue(request, 12 * 3_600);

  async function bookedBy(person: FictitiousPerson): Promise<Booked> {
    const body = { start: '09:00', mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: person };
    return (await accepted(desk.post(`${agenda.day}/appointments`, body))) as Booked;
  }
  const nextPerson = () => fictitiousPerson((people += 1));
  const open = (body: object): Promise<Answer> => server.call('POST', `${SELF_SERVICE}/tokens`, { body, key: null });
  /** After the attempts of before are forgotten. */
  const openLater = (body: object): Promise<Answer> => {
    clock.ahead += QUARTER_MS;
    return open(body);
  };

  async function tokenFor({ bookingCode, position: minPosition }: Booked, { fiscalCode }: FictitiousPerson) {
    const { status, body } = await openLater({ bookingCode, fiscalCode, minPosition });
    expect(status).toBe(200);
    return (body as { token: string }).token;
  }
  const pathOf = (id: string) => `${agenda.day}/appointments/${id}`;
  const asked = (token: string, path: string) => server.call('GET', path, { token });
  const cancel = (token: string, id: string) =>
    server.call('POST', `${pathOf(id)}/cancellation`, { token, body: { reason: 'CANNOT_ATTEND' } });

  it('is given a token for a quarter of an hour, which finds and shows the appointment, and cancels it', async () => {
    const person = nextPerson();
    const booked = await bookedBy(person);
    const token = await tokenFor(booked, person);

    const seen = await asked(token, `${SELF_SERVICE}/appointment`);
    expect(seen).toMatchObject({ status: 200, body: { appointmentId: booked.id, state: 'BOOKED', date: agenda.date } });
    expect((await asked(token, pathOf(booked.id))).status).toBe(200);

    const cancelled = await cancel(token, booked.id);
    expect(cancelled.status).toBe(200);
    const { position } = cancelled.body as CommandAnswer;
    const gone = await asked(token, `${SELF_SERVICE}/appointment?minPosition=${position}`);
    expect(gone.body).toMatchObject({ state: 'CANCELLED', cancelledBy: 'CITIZEN' });

    clock.ahead += QUARTER_MS + 10_000;
    expectProblem(await asked(token, `${SELF_SERVICE}/appointment`), 401, 'TOKEN_EXPIRED');
  });

  it('is let in however the code was copied: in small letters, with blanks and dashes between', async () => {
    const person = nextPerson();
    const { bookingCode, position: minPosition } = await bookedBy(person);
    const [head, tail] = [bookingCode.slice(0, 4), bookingCode.slice(4)];
    const { fiscalCode } = person;
    for (const written of [bookingCode.toLowerCase(), `${head}-${tail}`, ` ${head} – ${tail.toLowerCase()} `]) {
      expect((await openLater({ bookingCode: written, fiscalCode, minPosition })).status).toBe(200);
    }
    for (const none of [
      bookingCode.slice(1),
      `${bookingCode}X`,
      `${head}_${tail}`,
      `${head}ß${tail.slice(2)}`,
      '-'.repeat(8),
    ]) {
      const refused = expectProblem(await openLater({ bookingCode: none, fiscalCode }), 400, 'INVALID_REQUEST');
      expect(wrongFields(refused)).toEqual(['bookingCode']);
    }
  });

  it('may not try more often by writing a code in other ways', async () => {
    const { bookingCode } = await bookedBy(nextPerson());
    clock.ahead += QUARTER_MS;
    const tried = async (written: string) =>
      (await open({ bookingCode: written, fiscalCode: nextPerson().fiscalCode })).status;
    for (const written of ['', ' ', '-', '--', ' -']) expect(await tried(`${written}${bookingCode}`)).toBe(404);
    expect(await tried(bookingCode.toLowerCase())).toBe(429);
  });

  it('fetches with it a calendar file, which says so when the appointment is cancelled', async () => {
    const person = nextPerson();
    const booked = await bookedBy(person);
    const token = await tokenFor(booked, person);
    const file = async (position: string) => {
      const { status, headers, body } = await asked(
        token,
        `${pathOf(booked.id)}/calendar?language=de&minPosition=${position}`,
      );
      expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/calendar')]);
      const calendar = new ICAL.Component(ICAL.parse(String(body)) as unknown[]);
      const event = calendar.getFirstSubcomponent('vevent');
      return ['uid', 'sequence', 'status', 'summary', 'location'].map((name) => event?.getFirstPropertyValue(name));
    };
    const place = `Sede di prova ${TERRITORY.unit}, Roma`;
    const title = 'Termin beim NISF/INPS';
    expect(await file(booked.position)).toEqual([booked.id, 0, 'CONFIRMED', title, place]);
    const { position } = (await cancel(token, booked.id)).body as CommandAnswer;
    expect(await file(position)).toEqual([booked.id, 1, 'CANCELLED', title, place]);
  });

  it('moves it with the token, by which it is found where it stands then, as by code and codice fiscale', async () => {
    const person = nextPerson();
    const booked = await bookedBy(person);
    const token = await tokenFor(booked, person);
    const date = addDays(agenda.date, 7);
    const moved = await server.call('POST', `${pathOf(booked.id)}/rescheduling`, {
      token,
      body: { to: { date, start: '09:10' } },
    });
    expect(moved.status).toBe(200);
    const { position } = moved.body as CommandAnswer;
    const seen = await asked(token, `${SELF_SERVICE}/appointment?minPosition=${position}`);
    expect(seen.body).toMatchObject({
      appointmentId: booked.id,
      date,
      start: '09:10',
      bookingCode: booked.bookingCode,
    });
    const { bookingCode } = booked;
    const later = await openLater({ bookingCode, fiscalCode: person.fiscalCode, minPosition: position });
    expect(later).toMatchObject({ status: 200, body: { appointmentId: booked.id, date } });
  });

  it('sees with it what a waiting list offers for an appointment that was displaced, and nothing else that is waited for', async () => {
    const person = nextPerson();
    const booked = await bookedBy(person);
    const token = await tokenFor(booked, person);
    const date = addDays(agenda.date, 14);
    await accepted(
      server.call('POST', `${pathOf(booked.id)}/rescheduling`, {
        token,
        body: { to: { date, start: '09:00' } },
      }),
    );
    const wish = { mode: 'IN_PERSON', serviceId: agenda.serviceId, citizen: person };
    await accepted(desk.post(`${AGENDAS}/${agenda.agendaId}/waiting-list`, wish));
    const closure = { from: date, until: date, reason: 'Lavori' };
    await accepted(central.post(`${AGENDAS}/${agenda.agendaId}/closures`, closure));
    await server.running.processes.settled();

    const { status, body } = await asked(token, '/rest/agenda/v1/waiting/mine');
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        items: [expect.objectContaining({ displaced: { appointmentId: booked.id, date }, state: 'WAITING' })],
      }),
    ]);
  });

  it('does nothing with it to another appointment, and asks nothing else', async () => {
    const [one, other] = [nextPerson(), nextPerson()];
    const another = await bookedBy(other);
    // The later one: whoever is shown it could be shown the other, too.
    const mine = await bookedBy(one);
    const token = await tokenFor(mine, one);

    expectProblem(await asked(token, pathOf(another.id)), 403, 'APPOINTMENT_OF_ANOTHER_PERSON');
    expectProblem(await asked(token, `${pathOf(another.id)}/calendar`), 403, 'APPOINTMENT_OF_ANOTHER_PERSON');
    expectProblem(await cancel(token, another.id), 403, 'APPOINTMENT_OF_ANOTHER_PERSON');
    for (const path of ['/rest/agenda/v1/appointments/mine', '/rest/agenda/v1/services', AGENDAS]) {
      expectProblem(await asked(token, path), 403, 'ROLE_NOT_ALLOWED');
    }
  });

  it('is refused alike whatever does not fit, and told nothing', async () => {
    const [person, other] = [nextPerson(), nextPerson()];
    const booked = await bookedBy(person);
    await bookedBy(other);
    const { bookingCode, position: minPosition } = booked;
    const answers = [
      await openLater({ bookingCode: 'AAAAAAAA', fiscalCode: person.fiscalCode, minPosition }),
      await openLater({ bookingCode, fiscalCode: other.fiscalCode, minPosition }),
      await openLater({ bookingCode, fiscalCode: fictitiousPerson(99_999).fiscalCode, minPosition }),
    ];
    const bodies = answers.map((answer) => {
      expectProblem(answer, 404, 'BOOKING_NOT_FOUND');
      const { traceId: _ofEach, ...problem } = answer.body as Record<string, unknown>;
      return problem;
    });
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    expect(JSON.stringify(bodies)).not.toContain(bookingCode);
  });

  it('names them in the body alone: a query beside it is refused', async () => {
    const { fiscalCode } = nextPerson();
    const body = { bookingCode: 'AAAAAAAA', fiscalCode };
    const answer = await server.call('POST', `${SELF_SERVICE}/tokens?fiscalCode=${fiscalCode}`, { body, key: null });
    expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual(['fiscalCode']);
  });

  it('may try a code five times in vain, and then neither with the right codice fiscale, until a while has passed', async () => {
    const person = nextPerson();
    const { bookingCode, position: minPosition } = await bookedBy(person);
    clock.ahead += QUARTER_MS;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expectProblem(await open({ bookingCode, fiscalCode: nextPerson().fiscalCode }), 404, 'BOOKING_NOT_FOUND');
    }
    const right = { bookingCode, fiscalCode: person.fiscalCode, minPosition };
    const refused = await open(right);
    // Of a quarter of an hour, not of the minute that every other allowance is for.
    expect(expectProblem(refused, 429, 'TOO_MANY_ATTEMPTS').detail).not.toContain('minute');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await openLater(right)).status).toBe(200);
  });

  it('may try twenty codes in vain from one address, also all at once; what was right does not count', async () => {
    const person = nextPerson();
    const { bookingCode, position: minPosition } = await bookedBy(person);
    const right = { bookingCode, fiscalCode: person.fiscalCode, minPosition };
    clock.ahead += QUARTER_MS;
    for (let attempt = 0; attempt < 6; attempt += 1) expect((await open(right)).status).toBe(200);
    const codes = Array.from({ length: 25 }, (_, index) => `AAAAAA${String(index + 10)}`);
    const answers = await Promise.all(codes.map((code) => open({ ...right, bookingCode: code })));
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
  });

  it('has a token that ends with the erasure of its person', async () => {
    const person = nextPerson();
    const token = await tokenFor(await bookedBy(person), person);
    expect((await asked(token, `${SELF_SERVICE}/appointment`)).status).toBe(200);

    const { sub: subject } = decodeJwt(token);
    await accepted(central.post('/rest/privacy/v1/erasures', { subject, ground: 'OBJECTION', reason: 'Richiesta' }));
    expectProblem(await asked(token, `${SELF_SERVICE}/appointment`), 401, 'TOKEN_REVOKED');
  });

  it('stands in the access log, and codice fiscale and booking code do not', async () => {
    const person = nextPerson();
    const booked = await bookedBy(person);
    await tokenFor(booked, person);
    const { body } = await central.get('/rest/privacy/v1/access-log?limit=5');
    const items = (body as { items: object[] }).items;
    expect(items).toContainEqual(
      expect.objectContaining({ role: 'self-service', purpose: 'SELF_SERVICE', outcome: 'FOUND' }),
    );
    expect(JSON.stringify(items)).not.toContain(person.fiscalCode);
    expect(JSON.stringify(items)).not.toContain(booked.bookingCode);
  });

  it('is told of nothing by mail where no mail server is: no booking says so, and none waits', async () => {
    await bookedBy(nextPerson());
    await server.running.processes.settled();
    const told: string[] = [];
    for await (const { events } of server.running.stores.eventStore.readLog({ after: '0' })) {
      for (const { type, data } of events) {
        if (type.startsWith('Mail') || JSON.stringify(data).includes('"notified"')) told.push(type);
      }
    }
    expect(told).toEqual([]);
  });

  // Last: the clock has passed the day by then.
  it('is not let in once the time of the appointment is over', async () => {
    const person = nextPerson();
    const { bookingCode, position: minPosition } = await bookedBy(person);
    clock.ahead = Date.parse(`${agenda.date}T23:00:00Z`) - Date.now();
    expectProblem(await open({ bookingCode, fiscalCode: person.fiscalCode, minPosition }), 404, 'BOOKING_NOT_FOUND');
  });
});
