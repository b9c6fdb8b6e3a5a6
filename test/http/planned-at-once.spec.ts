import { randomUUID } from 'node:crypto';
import { citizen, DATE, MONDAY, openCounter } from './support/counter.ts';
import { expectProblem, TestServer, type Answer } from './support/server.ts';

/** The Friday after. */
const FRIDAY = '2026-03-06';

interface ToCall {
  readonly appointmentId: string;
  readonly state: string;
  readonly citizen: { readonly value?: { readonly familyName: string } };
  readonly alternatives: readonly object[];
}

interface Listed {
  readonly count: number;
  readonly items: readonly { readonly appointmentId: string; readonly isNew: boolean | null }[];
}

describe('A3: what a command on an agenda opens or closes is so once it is answered for', () => {
  let server: TestServer;
  let token: string;
  let agenda: string;

  beforeAll(async () => {
    server = await TestServer.start({ clock: { now: () => MONDAY } });
    token = await server.token();
    agenda = (await openCounter(server, token, 1)).replace(/\/days\/.*/, '');
    // Nobody but the commands themselves plans anything from here on.
    await server.running.processes.stop();
  });
  afterAll(() => server.close());

  const post = async (path: string, body: object, status = 201): Promise<Answer> => {
    const answer = await server.call('POST', `${agenda}${path}`, { token, body });
    expect([path, answer.status, answer.body]).toEqual([path, status, expect.anything()]);
    return answer;
  };
  const book = (start: string, number: number) =>
    server.call('POST', `${agenda}/days/${FRIDAY}/appointments`, {
      token,
      body: {
        start,
        mode: 'IN_PERSON',
        channel: 'DESK',
        serviceId: 'cedolino-pensione',
        citizen: citizen(number),
      },
    });
  const slots = async ({ body }: Answer) => {
    const { position, logId } = body as { position: string; logId: string };
    const period = `from=${FRIDAY}&to=${FRIDAY}&minPosition=${position}&logId=${logId}`;
    const { body: seen } = await server.call('GET', `${agenda}/availability?${period}`);
    const [day] = (seen as { items: { slots: { start: string }[]; because: string | null }[] }).items;
    return day?.because ?? day?.slots.map(({ start }) => start);
  };
  const ids = ({ body }: Answer, effect: string) =>
    (body as unknown as Record<string, Listed>)[effect]?.items.map(({ appointmentId }) => appointmentId);

  /** Whom the office calls. */
  const toCall = async ({ body }: Answer, state: string) => {
    const { position, logId } = body as { position: string; logId: string };
    const asked = `purpose=AVVISO&state=${state}&unit=T-RM&from=${FRIDAY}&to=${FRIDAY}&minPosition=${position}&logId=${logId}`;
    const { status, body: page } = await server.call('GET', `/rest/agenda/v1/displaced-appointments?${asked}`, {
      token,
    });
    expect(status).toBe(200);
    return page.items as readonly ToCall[];
  };

  it('a band is booked at once, by whoever waits for its position; a closure displaces whom it names', async () => {
    const band = { weekday: 5, from: '09:00', to: '10:30', capacity: 1, validFrom: '2026-03-01' };
    const defined = await post('/opening-bands', band);
    expect(defined.body).toMatchObject({ displaced: { count: 0, items: [] }, reinstated: { count: 0, items: [] } });
    expect(await slots(defined)).toEqual(['09:00', '09:30', '10:00']);
    const first = await book('09:00', 1);
    const second = await book('10:00', 2);
    expect([first.status, second.status]).toEqual([201, 201]);

    const hours = { from: FRIDAY, until: FRIDAY, hours: { from: '08:00', to: '09:30' }, reason: 'Assemblea' };
    const closed = await post('/closures', { ...hours, previewed: [] });
    expect(closed.body).toMatchObject({
      displaced: { count: 1, items: [{ appointmentId: first.body.id, date: FRIDAY, start: '09:00', isNew: true }] },
    });
    expect(await slots(closed)).toEqual(['09:30', '10:00']);
    expectProblem(await book('09:00', 3), 422, 'HOURS_CLOSED');

    const whole = await post('/closures', { from: FRIDAY, reason: 'Lavori' });
    expect(ids(whole, 'displaced')).toEqual([second.body.id]);
    expect(await slots(whole)).toBe('CLOSURE');
    expectProblem(await book('09:30', 3), 422, 'DAY_CLOSED');

    const called = await toCall(whole, 'OPEN');
    expect(called.map(({ appointmentId, citizen: { value } }) => [appointmentId, value?.familyName])).toEqual([
      [first.body.id, 'Fantasia-1'],
      [second.body.id, 'Fantasia-2'],
    ]);
    expect(called[1]).toMatchObject({
      ...{ state: 'DISPLACED', bookingCode: second.body.bookingCode },
      displacement: { date: FRIDAY, start: '10:00', cause: 'AGENDA', state: 'OPEN' },
    });

    // What to offer them: the other day of the same desk, which is the only one.
    const thursday = { date: DATE, start: '09:00', name: 'Sportello di prova', unit: 'T-RM', km: 0 };
    expect(called.map(({ alternatives }) => alternatives)).toEqual([
      [expect.objectContaining(thursday)],
      [expect.objectContaining(thursday)],
    ]);

    const opened = await post(`/closures/${whole.body.id as string}/withdrawal`, {}, 200);
    expect(ids(opened, 'reinstated')).toEqual([second.body.id]);
    expect(opened.body.id).toBe(whole.body.id);
    const reinstated = await toCall(opened, 'REINSTATED');
    expect(reinstated.map(({ state, alternatives }) => [state, alternatives])).toEqual([['BOOKED', []]]);
    expect(await toCall(opened, 'OPEN')).toHaveLength(1);
    expect(await slots(opened)).toEqual(['09:30', '10:00']);
  });

  it('the preview of a closure of a whole unit names whom its agendas would displace, and writes nothing', async () => {
    const band = { weekday: 5, from: '16:00', to: '17:00', capacity: 1, validFrom: '2026-03-01' };
    await post('/opening-bands', band);
    const booked = await book('16:30', 21);
    expect(booked.status).toBe(201);
    const { eventStore } = server.running.stores;
    const before = await eventStore.head();
    const path = '/rest/agenda/v1/unit-closures/preview';
    const hours = { from: '16:00', to: '24:00' };
    const body = { unit: 'T-RM', from: FRIDAY, until: FRIDAY, hours, reason: 'Assemblea' };
    const ask = (asked: object, by = token) => server.call('POST', path, { token: by, key: null, body: asked });

    expect(await ask(body)).toMatchObject({
      status: 200,
      body: {
        ...{ agendas: 1, isWhole: true },
        displaced: {
          count: 1,
          items: [
            {
              ...{ agendaId: agenda.split('/').at(-1), appointmentId: booked.body.id, date: FRIDAY, start: '16:30' },
              ...{ isNew: null, citizen: { erased: false, value: { familyName: 'Fantasia-21' } } },
            },
          ],
        },
      },
    });
    expect(await eventStore.head()).toBe(before);
    const log = await server.call('GET', '/rest/privacy/v1/access-log?limit=200', { token });
    expect(JSON.stringify(log.body)).toContain('PreviewUnitClosure');

    const elsewhere = await server.token({ role: 'provincial', id: 'elsewhere', region: '08', province: '037' });
    expectProblem(await ask(body, elsewhere), 403, 'OUTSIDE_TERRITORY');
    expectProblem(await ask({ ...body, from: '2026-02-01', until: '2026-02-02' }), 422, 'CLOSURE_IN_THE_PAST');
    expectProblem(await ask({ ...body, unit: 'T-XX' }), 422, 'CLOSED_UNIT_UNKNOWN');
    await post(
      `/days/${FRIDAY}/appointments/${booked.body.id as string}/cancellation`,
      { reason: 'CANNOT_ATTEND' },
      200,
    );
  });

  it('the closure of a whole unit, and its withdrawal, name whom they concern, at which agenda; a repeat does so, too', async () => {
    const band = { weekday: 5, from: '18:00', to: '19:00', capacity: 1, validFrom: '2026-03-01' };
    const defined = await post('/opening-bands', band);
    const first = await book('18:00', 31);
    const second = await book('18:30', 32);
    const path = '/rest/agenda/v1/unit-closures';
    const hours = { from: '18:00', to: '24:00' };
    const period = { unit: 'T-RM', from: FRIDAY, until: FRIDAY, hours, reason: 'Assemblea' };
    const body = { ...period, previewed: [first.body.id] };
    const declare = { token, key: randomUUID(), body };

    const closed = await server.call('POST', path, declare);

    const agendaId = agenda.split('/').at(-1);
    const told = (booked: Answer, start: string, isNew: boolean | null) => ({
      ...{ agendaId, appointmentId: booked.body.id, date: FRIDAY, start, isNew },
      ...{ startsAt: expect.any(String), endsAt: expect.any(String) },
    });
    expect([closed.status, closed.body]).toEqual([
      201,
      expect.objectContaining({
        ...{ agendas: 1, isWhole: true, reinstated: { count: 0, items: [] } },
        displaced: { count: 2, items: [told(first, '18:00', false), told(second, '18:30', true)] },
      }),
    ]);
    expect(await slots(closed)).not.toContain('18:00');
    expectProblem(await book('18:00', 33), 422, 'HOURS_CLOSED');
    expect((await server.call('POST', path, declare)).body).toEqual(closed.body);

    const withdraw = { token, key: randomUUID(), body: {} };
    const withdrawal = `${path}/${closed.body.id as string}/withdrawal`;
    const opened = await server.call('POST', withdrawal, withdraw);
    expect([opened.status, opened.body]).toEqual([
      200,
      expect.objectContaining({
        ...{ id: closed.body.id, agendas: 1, isWhole: true, displaced: { count: 0, items: [] } },
        reinstated: { count: 2, items: [told(first, '18:00', null), told(second, '18:30', null)] },
      }),
    ]);
    expect((await server.call('POST', withdrawal, withdraw)).body).toEqual(opened.body);
    const cancelled = { reason: 'CANNOT_ATTEND' };
    for (const { body: booked } of [first, second])
      await post(`/days/${FRIDAY}/appointments/${booked.id as string}/cancellation`, cancelled, 200);
    await post(`/opening-bands/${defined.body.id as string}/withdrawal`, {}, 200);
  });

  it('its preview names whom it would displace, writes nothing, and what slips in since is told as new', async () => {
    const band = { weekday: 5, from: '14:00', to: '15:00', capacity: 2, validFrom: '2026-03-01' };
    const { bandId, path } = await post('/opening-bands', band).then(({ body }) => ({
      bandId: body.id as string,
      path: `/opening-bands/${body.id as string}`,
    }));
    const first = await book('14:00', 11);
    const { eventStore } = server.running.stores;
    const before = await eventStore.head();
    const asked = { token, key: null } as const;
    const ofCapacity = { ...asked, body: { capacity: 1 } };

    const closing = {
      ...asked,
      body: { from: FRIDAY, until: FRIDAY, hours: { from: '13:00', to: '24:00' }, reason: 'x' },
    };
    const preview = await server.call('POST', `${agenda}/closures/preview`, closing);

    expect(preview.status).toBe(200);
    expect(preview.body).toEqual({
      displaced: {
        count: 1,
        items: [
          {
            ...{ appointmentId: first.body.id, date: FRIDAY, start: '14:00', isNew: null },
            ...{ startsAt: `${FRIDAY}T13:00:00.000Z`, endsAt: `${FRIDAY}T13:30:00.000Z` },
            citizen: { erased: false, value: expect.objectContaining({ familyName: 'Fantasia-11' }) },
          },
        ],
      },
    });
    const lesser = await server.call('POST', `${agenda}${path}/capacity/preview`, ofCapacity);
    expect(lesser.body).toEqual({ displaced: { count: 0, items: [] } });
    const withdrawal = await server.call('POST', `${agenda}${path}/withdrawal/preview`, { ...asked, body: {} });
    expect(withdrawal.body).toMatchObject({ displaced: { count: 1 } });
    const ending = { ...asked, body: { effectiveDate: FRIDAY } };
    const end = await server.call('POST', `${agenda}/termination/preview`, ending);
    expect(end.body).toMatchObject({ displaced: { count: 2 } });
    expect(await eventStore.head()).toBe(before);

    const log = await server.call('GET', '/rest/privacy/v1/access-log?limit=200', { token });
    expect([log.status, JSON.stringify(log.body)]).toEqual([200, expect.stringContaining('PreviewClosure')]);
    const elsewhere = await server.token({ role: 'provincial', region: '08', province: '037' });
    expectProblem(
      await server.call('POST', `${agenda}/closures/preview`, { ...closing, token: elsewhere }),
      403,
      'OUTSIDE_TERRITORY',
    );
    const past = { ...closing, body: { ...closing.body, from: '2026-02-01', until: '2026-02-02' } };
    expectProblem(await server.call('POST', `${agenda}/closures/preview`, past), 422, 'CLOSURE_IN_THE_PAST');

    const second = await book('14:00', 12);
    const previewed = [first.body.id];
    const { body } = await post(`/opening-bands/${bandId}/capacity`, { capacity: 1, previewed }, 200);
    expect(body).toMatchObject({ displaced: { count: 1, items: [{ appointmentId: second.body.id, isNew: true }] } });
  });

  it('and a repeat under the same Idempotency-Key is answered alike', async () => {
    const key = randomUUID();
    const ending = { effectiveDate: FRIDAY };
    const ended = await server.call('POST', `${agenda}/termination`, { token, body: ending, key });

    expect(ended.body).toMatchObject({ id: agenda.split('/').at(-1), displaced: { count: 2 } });
    const again = await server.call('POST', `${agenda}/termination`, { token, body: ending, key });
    expect(again.body).toEqual(ended.body);
  });
});
