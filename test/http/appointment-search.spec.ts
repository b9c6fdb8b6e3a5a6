import { randomUUID } from 'node:crypto';
import { citizen, MONDAY } from './support/counter.ts';
import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';
import { openOffice, PIEDMONT, ROMAGNA, serviceAt, type Office } from './support/two-regions.ts';

const SEARCH = '/rest/agenda/v1/appointments/search';
const NOBODY_KNOWS = citizen(990);

interface Booked {
  readonly id: string;
  readonly bookingCode: string;
}

describe('the search for appointments', () => {
  const clock = { time: MONDAY, now: () => (clock.time += 1) };
  let server: TestServer;
  let central: string;
  let turin: Office;
  let ferrara: Office;
  let elsewhere: string;
  const person = citizen(301);
  let [inTurin, inTurinToo, inFerrara]: Booked[] = [];
  let position: string;

  const book = async (office: Office, line: string, start: string, who: object): Promise<Booked> => {
    const body = { start, mode: 'IN_PERSON', serviceId: serviceAt(line), citizen: who };
    const answer = await server.call('POST', `${line}/appointments`, { token: office.desk, body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    position = answer.body.position as string;
    return answer.body as Booked;
  };
  beforeAll(async () => {
    server = await TestServer.start({ clock });
    central = await server.token();
    turin = await openOffice(server, central, PIEDMONT, { from: '09:00', to: '12:00', slotMinutes: 30 });
    ferrara = await openOffice(server, central, ROMAGNA, { from: '09:00', to: '12:00', slotMinutes: 30 });
    elsewhere = await server.token({ role: 'desk-operator', id: 'desk-bo', province: '037' });
    inTurin = await book(turin, turin.pensions, '09:00', person);
    inTurinToo = await book(turin, turin.income, '10:00', person);
    inFerrara = await book(ferrara, ferrara.contributions, '11:00', person);
  });
  afterAll(() => server.close());

  const ofPerson = { citizen: { fiscalCode: person.fiscalCode }, purpose: 'VERIFICA' };
  const ask = (token: string, body: object): Promise<Answer> =>
    server.call('POST', SEARCH, { token, key: null, body: { minPosition: position, ...body } });
  const foundBy = async (token: string, body: object): Promise<string[]> => {
    const answer = await ask(token, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return (answer.body.items as { appointmentId: string }[]).map(({ appointmentId }) => appointmentId);
  };
  const accessesOf = async (reader: string): Promise<Record<string, unknown>[]> =>
    (await server.call('GET', `/rest/privacy/v1/access-log?reader=${reader}`, { token: central })).body.items as Record<
      string,
      unknown
    >[];

  it('finds the appointments of a person, the latest first, in the territory of who asks alone', async () => {
    expect(await foundBy(turin.desk, ofPerson)).toEqual([inTurinToo!.id, inTurin!.id]);
    expect(await foundBy(turin.regional, ofPerson)).toEqual([inTurinToo!.id, inTurin!.id]);
    expect(await foundBy(ferrara.desk, ofPerson)).toEqual([inFerrara!.id]);
    expect(await foundBy(central, ofPerson)).toEqual([inFerrara!.id, inTurinToo!.id, inTurin!.id]);
  });

  it('finds one by its booking code, with who comes', async () => {
    const { bookingCode, id } = inTurin!;
    const { body } = await ask(turin.desk, { bookingCode, purpose: 'SPORTELLO' });

    expect(body.items).toMatchObject([
      { appointmentId: id, bookingCode, state: 'BOOKED', citizen: { erased: false, value: person } },
    ]);
    const written = `${bookingCode.slice(0, 4)} ${bookingCode.slice(4)}`.toLowerCase();
    expect(await foundBy(turin.desk, { bookingCode: written, purpose: 'SPORTELLO' })).toEqual([id]);
    expect(await foundBy(ferrara.desk, { bookingCode, purpose: 'SPORTELLO' })).toEqual([]);
    expect(await foundBy(central, { bookingCode, purpose: 'AUDIT' })).toEqual([id]);
  });

  it('is read in pages, and a page tells nothing of what stands elsewhere', async () => {
    const first = await ask(turin.desk, { ...ofPerson, limit: 1 });
    expect(first.body.items).toMatchObject([{ appointmentId: inTurinToo!.id }]);
    const cursor = first.body.nextCursor as string;
    const second = await ask(turin.desk, { ...ofPerson, limit: 1, cursor });
    expect(second.body.items).toMatchObject([{ appointmentId: inTurin!.id }]);
    expect(second.body.nextCursor).toBeNull();
    expect((await ask(ferrara.desk, { ...ofPerson, limit: 1 })).body.nextCursor).toBeNull();
    expect(
      wrongFields(expectProblem(await ask(turin.desk, { ...ofPerson, limit: 201 }), 400, 'INVALID_REQUEST')),
    ).toEqual(['limit']);
  });

  it('answers alike for whom nobody knows and for who has nothing there, and registers and writes nothing', async () => {
    const before = await server.events();
    const known = await ask(elsewhere, ofPerson);
    const unknown = await ask(elsewhere, { ...ofPerson, citizen: { fiscalCode: NOBODY_KNOWS.fiscalCode } });

    expect(known.status).toBe(200);
    expect(known.body).toEqual({ ...unknown.body });
    expect(known.body).toMatchObject({ items: [], nextCursor: null });
    expect(await server.events()).toBe(before);
    const again = await server.token({ role: 'central', id: 'still-unknown' });
    await ask(again, { ...ofPerson, citizen: { fiscalCode: NOBODY_KNOWS.fiscalCode } });
    expect((await accessesOf('still-unknown'))[0]).toMatchObject({ outcome: 'NOBODY' });
  });

  it('stands in the access log with its purpose, whatever it finds', async () => {
    const reader = `desk-${randomUUID()}`;
    const token = await server.token({ role: 'desk-operator', id: reader, province: PIEDMONT.province });
    await ask(token, { bookingCode: inFerrara!.bookingCode, purpose: 'RECLAMO' });
    await ask(token, { ...ofPerson, citizen: { fiscalCode: NOBODY_KNOWS.fiscalCode } });
    await ask(token, ofPerson);
    await ask(token, { bookingCode: inTurin!.bookingCode, purpose: 'SPORTELLO' });

    const entries = await accessesOf(reader);
    const told = entries.reverse().map(({ purpose, outcome }) => `${String(purpose)} ${String(outcome)}`);
    expect(told.slice(0, 3)).toEqual(['RECLAMO NOBODY', 'VERIFICA NOBODY', 'VERIFICA FOUND']);
    expect(told.at(-1)).toBe('SPORTELLO READ');
    expect(new Set(entries.map(({ resource }) => resource))).toEqual(new Set(['SearchAppointments']));
    expect(JSON.stringify(entries)).not.toContain(person.fiscalCode);
    expect(JSON.stringify(entries)).not.toContain(inTurin!.bookingCode);
  });

  it('finds nobody under the codice fiscale of who is erased, and says nothing of them under their code', async () => {
    const gone = citizen(302);
    const { id, bookingCode } = await book(turin, turin.contributions, '11:30', gone);
    const { body } = await server.call('POST', '/rest/privacy/v1/erasures', {
      token: central,
      body: { fiscalCode: gone.fiscalCode, ground: 'OBJECTION', reason: 'Prova' },
    });
    position = body.position as string;

    expect(await foundBy(central, { ...ofPerson, citizen: { fiscalCode: gone.fiscalCode } })).toEqual([]);
    const found = await ask(turin.desk, { bookingCode, purpose: 'SPORTELLO' });
    expect(found.body.items).toEqual([expect.objectContaining({ appointmentId: id, citizen: { erased: true } })]);
  });

  it.each<[string, object, string[]]>([
    ['neither a code nor a person', { purpose: 'AUDIT' }, ['bookingCode', 'citizen']],
    ['both', { ...ofPerson, bookingCode: 'ABCDEFGH' }, ['bookingCode']],
    ['no purpose', { citizen: ofPerson.citizen }, ['purpose']],
    ['a purpose in words', { ...ofPerson, purpose: 'because' }, ['purpose']],
    ['a codice fiscale that is none', { ...ofPerson, citizen: { fiscalCode: 'X' } }, ['citizen.fiscalCode']],
    ['a code that is none', { bookingCode: 'abc', purpose: 'AUDIT' }, ['bookingCode']],
    ['another field', { ...ofPerson, agendaId: randomUUID() }, ['agendaId']],
  ])('is refused with %s', async (_what, body, fields) => {
    expect(wrongFields(expectProblem(await ask(turin.desk, body), 400, 'INVALID_REQUEST'))).toEqual(fields);
  });

  it('asks nothing in its URL, which is written down on the way', async () => {
    const answer = await server.call('POST', `${SEARCH}?bookingCode=ABCDEFGH`, {
      token: turin.desk,
      key: null,
      body: ofPerson,
    });
    expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual(['bookingCode']);
  });

  it('is for staff alone', async () => {
    for (const token of [
      await server.token({ role: 'citizen', fiscalCode: person.fiscalCode }),
      await server.token({ role: 'analyst', id: 'analyst' }),
      await server.token({ role: 'integration', integration: 'system' }),
    ]) {
      expectProblem(await ask(token, ofPerson), 403, 'ROLE_NOT_ALLOWED');
    }
  });
});
