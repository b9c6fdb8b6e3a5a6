import { randomUUID } from 'node:crypto';
import { addDays, romeDateOf } from '#italy';
import { DATE, MONDAY, openCounter } from './support/counter.ts';
import { expectProblem, TestServer, type Answer } from './support/server.ts';

const AGENDAS = '/rest/agenda/v1/agendas';
const TODAY = romeDateOf(MONDAY);
/** Of an answer to anybody, in bytes. */
const MAX_BYTES = 300 * 1024;

interface Day {
  readonly date: string;
  readonly slots: readonly { readonly start: string }[];
  readonly because: string | null;
  readonly closure: object | null;
}

describe('availability', () => {
  const clock = { time: MONDAY, now: () => clock.time };
  let server: TestServer;
  let central: string;
  let agenda: string;

  beforeAll(async () => {
    server = await TestServer.start({ clock });
    central = await server.token();
    agenda = (await openCounter(server, central, 2)).replace(/\/days\/.*/, '');
  });
  afterAll(() => server.close());

  const post = async (path: string, body: object): Promise<string> => {
    const answer = await server.call('POST', path, { token: central, body });
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const ask = (of: string, from: string, to: string, more = ''): Promise<Answer> =>
    server.call('GET', `${of}/availability?from=${from}&to=${to}${more}`);
  const seen = async (): Promise<string> => {
    await server.running.processes.settled();
    return `&minPosition=${await server.running.stores.eventStore.head()}`;
  };
  const because = async (date: string): Promise<unknown> => {
    const { body } = await ask(agenda, date, date, await seen());
    const [day] = body.items as Day[];
    expect(day?.date).toBe(date);
    return day?.because ?? day?.slots.length;
  };

  it('says of a day without slots why it has none', async () => {
    await post(`${agenda}/closures`, { from: '2026-03-12', until: '2026-03-13', reason: 'Lavori in corso' });
    await post(`${agenda}/opening-bands`, {
      ...{ weekday: 1, from: '09:00', to: '10:00', capacity: 1, validFrom: TODAY },
    });

    expect(await because(DATE)).toBe(2);
    expect(await because('2026-03-01')).toBe('PAST');
    // It is nine, and the band ends at ten.
    expect(await because(TODAY)).toBe('NOTICE_TOO_SHORT');
    expect(await because('2026-03-06')).toBe('NO_OPENING_HOURS');
    expect(await because('2026-03-12')).toBe('CLOSURE');
    // Easter Monday; the horizon ends before, and would be the lesser reason.
    expect(await because('2026-04-06')).toBe('HOLIDAY');
    expect(await because('2026-04-02')).toBe('BEYOND_HORIZON');
    clock.time += 2 * 3_600_000;
    expect(await because(TODAY)).toBe('PAST');
    clock.time = MONDAY;
  });

  it('refuses a service that the catalogue does not have, and has no slots for one of another line', async () => {
    expectProblem(await ask(agenda, DATE, DATE, '&serviceId=nothing'), 422, 'SERVICE_UNKNOWN');
    const { body } = await ask(agenda, DATE, DATE, `${await seen()}&serviceId=consultazione-durc`);
    expect(body.items).toMatchObject([{ slots: [], because: 'SERVICE_NOT_OFFERED' }]);
    const { body: own } = await ask(agenda, DATE, DATE, '&serviceId=cedolino-pensione');
    expect(own.items).toMatchObject([{ services: null, because: null }]);
  });

  it('says what the public is told of a closure', async () => {
    const { body } = await ask(agenda, '2026-03-12', '2026-03-12', await seen());

    expect((body.items as Day[])[0]!.closure).toMatchObject({
      ...{ from: '2026-03-12', until: '2026-03-13', reason: 'Lavori in corso' },
    });
  });

  it('says from when on an agenda is closed', async () => {
    const other = (await openCounter(server, central, 1)).replace(/\/days\/.*/, '');
    const { status } = await server.call('POST', `${other}/termination`, {
      token: central,
      body: { effectiveDate: DATE },
    });
    expect(status).toBe(200);
    const { body } = await ask(other, DATE, DATE, await seen());

    expect(body.items).toMatchObject([{ date: DATE, slots: [], because: 'AGENDA_CLOSED', closure: null }]);
  });

  it('of an agenda that is not there is 404, also under an id in other letters', async () => {
    for (const unknown of [`${AGENDAS}/${randomUUID()}`, agenda.replace(/[^/]+$/, (id) => id.toUpperCase())]) {
      expectProblem(await ask(unknown, DATE, DATE), 404, 'AGENDA_UNKNOWN');
    }
  });

  it('of the largest agenda stays small, answer after answer, and leaves no day and no slot out', async () => {
    const { owner } = { owner: { kind: 'UNIT_DESK', unit: 'T-RM' } };
    const largest = await post(AGENDAS, {
      ...{ owner, name: 'Il più grande', serviceLine: 'PENSIONI', slotMinutes: 1, modes: ['IN_PERSON'] },
      ...{ horizonDays: 180, noticeMinutes: 0 },
    });
    const path = `${AGENDAS}/${largest}`;
    for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
      const hours = { from: '00:00', to: '23:59', capacity: 1_000, validFrom: TODAY };
      await post(`${path}/opening-bands`, { weekday, ...hours });
    }
    const closed = await post(`${path}/closures`, { from: TODAY, until: addDays(TODAY, 364), reason: 'Lavori' });
    await server.call('POST', `${path}/closures/${closed}/withdrawal`, { token: central });
    const since = await seen();
    const [from, to] = [addDays(TODAY, 1), addDays(TODAY, 62)];
    const days: Day[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { status, body } = await ask(path, from, to, cursor === '' ? since : `${since}&cursor=${cursor}`);
      expect(status).toBe(200);
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(MAX_BYTES);
      days.push(...(body.items as Day[]));
      cursor = body.nextCursor as string | null;
    }

    expect(days.map(({ date }) => date)).toEqual(Array.from({ length: 62 }, (_each, index) => addDays(from, index)));
    const without = days.filter(({ because: why }) => why !== null).map(({ date, because: why }) => [date, why]);
    expect(without).toEqual([
      ['2026-04-05', 'HOLIDAY'],
      ['2026-04-06', 'HOLIDAY'],
      ['2026-04-25', 'HOLIDAY'],
      ['2026-05-01', 'HOLIDAY'],
    ]);
    for (const { date, slots } of days.filter((day) => day.because === null)) {
      // One hour is skipped where summer time begins.
      expect([date, slots.length]).toEqual([date, 24 * 60 - 1 - (date === '2026-03-29' ? 60 : 0)]);
    }
    const { stores, processes } = server.running;
    expect((await processes.status()).filter(({ state, parked }) => state !== 'running' || parked.length > 0)).toEqual(
      [],
    );
    expect(await stores.work.unsent('agenda-days', 10)).toEqual([]);
  }, 120_000);

  it('goes on from no cursor but one of its own period', async () => {
    for (const cursor of [DATE, '2026-03-07', '2026-01-01']) {
      expectProblem(await ask(agenda, DATE, '2026-03-06', `&cursor=${cursor}`), 400, 'CURSOR_INVALID');
    }
    expectProblem(await ask(agenda, DATE, '2026-03-06', '&cursor=next'), 400, 'INVALID_REQUEST');
  });
});
