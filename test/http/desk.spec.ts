import { citizen, DATE, MONDAY, openCounter } from './support/counter.ts';
import { expectProblem, TestServer, type Answer } from './support/server.ts';

const THURSDAY = Date.parse(`${DATE}T08:00:00Z`);
const MINUTE = 60_000;

describe('a day at the desk', () => {
  const clock = { time: MONDAY, now: () => clock.time };
  let server: TestServer;
  let day: string;
  let token: string;
  let position = '0';
  const [anna, bruno] = [citizen(1), citizen(2)];
  let [ofAnna, ofBruno, nextOfAnna] = ['', '', ''];

  const give = async (path: string, body: object = {}): Promise<Answer> => {
    const answer = await server.call('POST', `${day}/${path}`, { token, body });
    if (answer.status < 300) position = answer.body.position as string;
    return answer;
  };
  const read = async (path: string): Promise<Record<string, unknown>[]> => {
    const sign = path.includes('?') ? '&' : '?';
    const answer = await server.call('GET', `${day}/${path}${sign}minPosition=${position}`, { token });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.items as Record<string, unknown>[];
  };
  const book = async (start: string, who: object): Promise<string> => {
    const answer = await give('appointments', {
      start,
      mode: 'IN_PERSON',
      serviceId: 'cedolino-pensione',
      citizen: who,
    });
    return answer.body.id as string;
  };

  beforeAll(async () => {
    server = await TestServer.start({ clock });
    token = await server.token();
    day = await openCounter(server, token, 1);
    ofAnna = await book('09:00', anna);
    ofBruno = await book('09:30', bruno);
    clock.time = THURSDAY;
    token = await server.token({ role: 'desk-operator', id: 'desk', province: '058' });
  });
  afterAll(() => server.close());

  it('gives those who come their numbers, with an appointment and without', async () => {
    expect((await give(`appointments/${ofBruno}/check-in`)).body).toMatchObject({ id: ofBruno, queueNumber: 1 });
    const answer = await give('accesses', { serviceId: 'obis-m' });
    expect([answer.status, answer.body.queueNumber]).toEqual([201, 2]);
    expect((await give(`appointments/${ofAnna}/check-in`)).body).toMatchObject({ queueNumber: 3 });
    expectProblem(await give(`appointments/${ofAnna}/check-in`), 422, 'APPOINTMENT_CHECKED_IN');
  });

  it('shows the queue by number alone, with how long each has waited', async () => {
    clock.time = THURSDAY + 5 * MINUTE;
    expect((await give(`appointments/${ofAnna}/calls`)).body).toMatchObject({ attempt: 1 });
    const shown = { state: 'WAITING', calls: 0, calledAt: null, since: '2026-03-05T08:00:00.000Z', waitedMinutes: 5 };
    expect(await read('queue')).toEqual([
      { ...shown, queueNumber: 1, hasAppointment: true },
      { ...shown, queueNumber: 2, hasAppointment: false },
      { ...shown, queueNumber: 3, hasAppointment: true, calls: 1, calledAt: '2026-03-05T08:05:00.000Z' },
    ]);
  });

  it('receives who is due, and nobody without an appointment on their place', async () => {
    const [access] = await read('accesses');
    const id = access!.accessId as string;
    expectProblem(await give(`accesses/${id}/start`), 409, 'PLACES_PROMISED');
    expect((await give(`appointments/${ofAnna}/start`)).status).toBe(200);
    clock.time = THURSDAY + 12 * MINUTE;
    const outcome = { servicesDelivered: ['cedolino-pensione'], solved: true };
    expect((await give(`appointments/${ofAnna}/completion`, outcome)).status).toBe(200);
    // Who is due at half past nine needs the place before it would be over.
    expectProblem(await give(`accesses/${id}/start`), 409, 'PLACES_PROMISED');
    expect((await give(`accesses/${id}/abandonment`)).status).toBe(200);
    expect(await read('accesses')).toMatchObject([{ accessId: id, state: 'ABANDONED', serviceId: 'obis-m' }]);
  });

  it('has a sheet with states, numbers and waiting times, by name, which stands in the access log', async () => {
    const sheet = await read('sheet?purpose=SPORTELLO');
    expect(sheet).toMatchObject([
      {
        ...{ appointmentId: ofAnna, state: 'COMPLETED', queueNumber: 3, calls: 1, waitedMinutes: 5 },
        ...{
          servicesDelivered: ['cedolino-pensione'],
          solved: true,
          citizen: { value: { familyName: anna.familyName } },
        },
        ...{ checkedInAt: '2026-03-05T08:00:00.000Z', startedAt: '2026-03-05T08:05:00.000Z' },
      },
      { appointmentId: ofBruno, state: 'CHECKED_IN', queueNumber: 1, waitedMinutes: 12, solved: null },
    ]);
    const log = await server.call('GET', '/rest/privacy/v1/access-log?reader=desk', { token: await server.token() });
    expect((log.body.items as { subject: string }[]).map(({ subject }) => subject).sort()).toEqual(
      sheet.map(({ subject }) => subject as string).sort(),
    );
  });

  it('lets the person book again once they were received: the appointment no longer counts towards the limit', async () => {
    await server.running.processes.settled();
    const next = day.replace(DATE, '2026-03-12');
    const body = { start: '09:00', mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: anna };
    const booked = await server.call('POST', `${next}/appointments`, { token, body });
    expect(booked.status).toBe(201);
    nextOfAnna = booked.body.id as string;
    expectProblem(
      await server.call('POST', `${next}/appointments`, { token, body: { ...body, start: '09:30', citizen: bruno } }),
      422,
      'TOO_MANY_ON_SERVICE_LINE',
    );
  });

  it('writes down by policy that nobody came, after the calls and minutes that are usual', async () => {
    clock.time = THURSDAY + 31 * MINUTE;
    for (const attempt of [1, 2, 3]) {
      expect((await give(`appointments/${ofBruno}/calls`)).body).toMatchObject({ attempt });
    }
    expectProblem(await give(`appointments/${ofBruno}/no-show`), 422, 'NO_SHOW_TOO_EARLY');
    await server.running.processes.settled();
    clock.time = THURSDAY + 41 * MINUTE;
    await server.running.processes.fireDue();
    position = await server.running.stores.eventStore.head();
    const states = (await read('sheet?purpose=SPORTELLO')).map(({ state }) => state);
    expect(states).toEqual(['COMPLETED', 'NO_SHOW']);
  });

  it('counts what somebody has waited no further than the end of the day, before and after it is written down', async () => {
    day = day.replace(DATE, '2026-03-12');
    clock.time = Date.parse('2026-03-12T08:00:00Z');
    token = await server.token({ role: 'desk-operator', id: 'desk', province: '058' });
    await give(`appointments/${nextOfAnna}/check-in`);
    const waited = async (path: string) => (await read(path)).map(({ state, waitedMinutes }) => [state, waitedMinutes]);
    const untilMidnight = 15 * 60;
    clock.time = Date.parse('2026-03-13T06:00:00Z');
    token = await server.token({ role: 'desk-operator', id: 'desk', province: '058' });
    // It is written down at once where the process looks first.
    expect([[['WAITING', untilMidnight]], []]).toContainEqual(await waited('queue'));
    const onSheet = await waited('sheet?purpose=SPORTELLO');
    expect([[['CHECKED_IN', untilMidnight]], [['LAPSED', untilMidnight]]]).toContainEqual(onSheet);
    await server.running.processes.settled();
    await server.running.processes.fireDue();
    position = await server.running.stores.eventStore.head();
    expect(await waited('sheet?purpose=SPORTELLO')).toEqual([['LAPSED', untilMidnight]]);
  });
});
