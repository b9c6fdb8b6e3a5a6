import { randomUUID } from 'node:crypto';
import type { CommandAnswer } from '#platform';
import { citizen, DATE, MONDAY } from './support/counter.ts';
import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';
import { openOffice, PIEDMONT, serviceAt, type Office } from './support/two-regions.ts';

const LOG = '/rest/privacy/v1/access-log';

interface Access {
  readonly at: string;
  readonly actorId: string;
  readonly purpose: string;
  readonly subject?: string;
  readonly resource: string;
  readonly outcome: string;
  readonly refusal?: string;
}

describe('the access log', () => {
  const clock = { time: MONDAY, now: () => (clock.time += 1) };
  let server: TestServer;
  let central: string;
  let office: Office;
  let people = 200;

  beforeAll(async () => {
    server = await TestServer.start({ clock });
    central = await server.token();
    office = await openOffice(server, central, PIEDMONT, { from: '09:00', to: '12:00', slotMinutes: 30 });
  });
  afterAll(() => server.close());

  const nextPerson = () => citizen((people += 1));
  /** A desk of its own, there or in another province, so that what it does is found by its id. */
  const deskOf = async (province = PIEDMONT.province) => {
    const id = `desk-${randomUUID()}`;
    const token = await server.token({ role: 'desk-operator', id, province });
    const post = (path: string, body: object): Promise<Answer> => server.call('POST', path, { token, body });
    return { id, token, post };
  };
  const list = async (query: Record<string, string>): Promise<{ items: Access[]; nextCursor: string | null }> => {
    const { status, body } = await server.call('GET', `${LOG}?${new URLSearchParams(query).toString()}`, {
      token: central,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as { items: Access[]; nextCursor: string | null };
  };
  const told = async (reader: string): Promise<string[]> =>
    (await list({ reader })).items.map(({ purpose, outcome, refusal = '' }) =>
      `${purpose} ${outcome} ${refusal}`.trim(),
    );
  const bookingOf = (person: object, start = '09:00', serviceId = 'cedolino-pensione') => ({
    start,
    mode: 'IN_PERSON',
    serviceId,
    citizen: person,
  });
  const dayOf = (path: string): string => `AgendaDay-${path.split('/')[5] ?? ''}_${DATE}`;

  it('has every look-up by codice fiscale: of who registers, holds, books', async () => {
    const desk = await deskOf();
    const { fiscalCode, ...name } = nextPerson();

    const { body } = await desk.post('/rest/privacy/v1/subjects', { fiscalCode });
    await desk.post(`${office.income}/holds`, { start: '09:30', mode: 'IN_PERSON', citizen: { fiscalCode } });
    await desk.post(`${office.pensions}/appointments`, bookingOf({ fiscalCode, ...name }));

    const { items } = await list({ reader: desk.id });
    const subject = (body as CommandAnswer).id;
    const by = {
      actorId: desk.id,
      role: 'desk-operator',
      office: PIEDMONT.province,
      outcome: 'FOUND',
      subject,
      fields: [],
    };
    expect(items).toEqual([
      { ...by, at: expect.any(String), purpose: 'BookAppointment', resource: dayOf(office.pensions) },
      { ...by, at: expect.any(String), purpose: 'HoldSlot', resource: dayOf(office.income) },
      { ...by, at: expect.any(String), purpose: 'RegisterSubject', resource: 'RegisterSubject' },
    ]);
  });

  it('has those that are refused: after a look-up whatever the reason, before it who may not ask', async () => {
    const [desk, elsewhere] = [await deskOf(), await deskOf('038')];
    const person = nextPerson();
    await desk.post(`${office.pensions}/appointments`, bookingOf(person));

    await desk.post(`${office.pensions}/appointments`, bookingOf(person, '10:00'));
    expect(await told(desk.id)).toEqual([
      'BookAppointment REFUSED TOO_MANY_ON_SERVICE_LINE',
      'BookAppointment FOUND',
      'BookAppointment FOUND',
    ]);
    await elsewhere.post(`${office.pensions}/appointments`, bookingOf(person, '10:00'));
    await elsewhere.post(`${office.pensions}/holds`, {
      start: '10:00',
      mode: 'IN_PERSON',
      citizen: { fiscalCode: person.fiscalCode },
    });
    await server.call('GET', `${office.pensions}/sheet?purpose=VERIFICA`, { token: elsewhere.token });
    // They may book there, and were told nothing of the person; that they looked stands here.
    expect(await told(elsewhere.id)).toEqual([
      'VERIFICA REFUSED OUTSIDE_TERRITORY',
      'HoldSlot REFUSED PERSON_NOT_FREE',
      'HoldSlot FOUND',
      'BookAppointment REFUSED PERSON_NOT_FREE',
      'BookAppointment FOUND',
    ]);
    const { items } = await list({ reader: elsewhere.id });
    expect(new Set(items.map(({ resource }) => resource))).toEqual(new Set([dayOf(office.pensions)]));
  });

  it('has the citizen who tries another’s codice fiscale, and the centre that erases one whom nobody knows', async () => {
    const [self, other] = [nextPerson(), nextPerson()];
    const token = await server.token({ role: 'citizen', fiscalCode: self.fiscalCode });
    const { body } = await server.call('POST', '/rest/privacy/v1/subjects', {
      token: office.desk,
      body: { fiscalCode: self.fiscalCode },
    });
    const me = (body as CommandAnswer).id;

    await server.call('POST', `${office.pensions}/appointments`, { token, body: bookingOf(other) });
    expect(await told(me)).toEqual(['BookAppointment REFUSED NOT_OWN_DATA', 'BookAppointment NOBODY']);
    const eraser = await server.token({ role: 'central', id: 'eraser' });
    await server.call('POST', '/rest/privacy/v1/erasures', {
      token: eraser,
      body: { fiscalCode: nextPerson().fiscalCode, ground: 'OBJECTION', reason: 'Prova' },
    });
    expect(await told('eraser')).toEqual(['EraseSubject REFUSED SUBJECT_UNKNOWN', 'EraseSubject NOBODY']);
  });

  it('says of a booking that is refused before anybody is looked up nothing of the person: nothing was learned', async () => {
    const desk = await deskOf();

    expectProblem(
      await desk.post(`${office.pensions}/appointments`, bookingOf(nextPerson(), '08:00')),
      422,
      'OUTSIDE_OPENING_HOURS',
    );
    expect(await told(desk.id)).toEqual([]);
  });

  it('is filtered by reader, subject, resource and time, in any offset, and read in pages', async () => {
    const desk = await deskOf();
    const people = Array.from({ length: 5 }, nextPerson);
    const there = office.contributions;
    for (const person of people) await desk.post(`${there}/appointments`, bookingOf(person, '09:30', serviceAt(there)));

    const all = (await list({ reader: desk.id })).items;
    expect(all).toHaveLength(5);
    const paged: Access[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list({ reader: desk.id, limit: '2', ...(cursor ? { cursor } : {}) });
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect((await list({ resource: dayOf(office.contributions) })).items).toEqual(all);
    expect((await list({ subject: all[2]!.subject! })).items).toEqual([all[2]]);
    const inRome = `${new Date(Date.parse(all[1]!.at) + 3_600_000).toISOString().slice(0, -1)}+01:00`;
    expect((await list({ reader: desk.id, from: inRome })).items).toEqual(all.slice(0, 2));
    expect((await list({ reader: desk.id, to: inRome })).items).toEqual(all.slice(2));
  });

  it('is no list for wrong cursors, nor for times without an offset', async () => {
    const get = (query: string): Promise<Answer> => server.call('GET', `${LOG}?${query}`, { token: central });
    const forged = Buffer.from('2026-03-02T08:00:00.000Z {"$gt":""}').toString('base64url');

    for (const cursor of ['x', forged]) expectProblem(await get(`cursor=${cursor}`), 400, 'CURSOR_INVALID');
    const answer = await get('from=2026-03-02T08:00:00&to=tomorrow&resource=');
    expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST')).sort()).toEqual(['from', 'resource', 'to']);
  });

  it('has whoever reads it, too', async () => {
    const auditor = await server.token({ role: 'central', id: 'auditor' });
    const subject = randomUUID();

    await server.call('GET', `${LOG}?subject=${subject}`, { token: auditor });
    expect((await list({ reader: 'auditor' })).items).toMatchObject([
      { purpose: 'ListAccesses', resource: 'AccessLog', subject, outcome: 'READ' },
    ]);
  });

  it('never holds a codice fiscale or a name', async () => {
    const page = await list({ limit: '200' });

    expect(page.items.length).toBeGreaterThan(20);
    expect(JSON.stringify(page)).not.toMatch(/FNTTST|Fantasia/);
  });
});
