import { randomUUID } from 'node:crypto';
import type { CommandAnswer, ProblemDocument } from '#platform';
import { namedPerson } from '../e2e/support/people.ts';
import { citizen, DATE, MONDAY } from './support/counter.ts';
import { expectProblem, TestServer, type Answer } from './support/server.ts';
import { openOffice, PIEDMONT, ROMAGNA, serviceAt, type Office } from './support/two-regions.ts';

const SUBJECTS = '/rest/privacy/v1/subjects';
const APPOINTMENT = { mode: 'IN_PERSON' };

/** What a refusal says: all but where and when it was given. */
function told({ body }: Answer): Partial<ProblemDocument> {
  const { instance: _path, traceId: _request, ...rest } = body as ProblemDocument;
  return rest;
}

describe('a refusal tells an office of another region nothing of', () => {
  let server: TestServer;
  let turin: Office;
  let ferrara: Office;
  /** Of the desk, the province and the region of Ferrara. */
  let desk: string;
  let province: string;
  let region: string;
  let people = 100;

  beforeAll(async () => {
    server = await TestServer.start({ clock: { now: () => MONDAY } });
    const central = await server.token();
    // Ten past the hour there, so that no time of the one is a time of the other.
    turin = await openOffice(server, central, PIEDMONT, { from: '09:10', to: '11:10', slotMinutes: 30 });
    ferrara = await openOffice(server, central, ROMAGNA, { from: '09:00', to: '11:00', slotMinutes: 40 });
    desk = await server.token({ role: 'desk-operator', id: 'desk-fe', province: '038', unit: ROMAGNA.unit });
    province = await server.token({ role: 'provincial', id: 'province-fe', province: '038' });
    region = await server.token({ role: 'regional', id: 'region-08', region: '08' });
  });
  afterAll(() => server.close());

  const nextPerson = () => citizen((people += 1));
  const post = (token: string, path: string, body: object, headers = {}): Promise<Answer> =>
    server.call('POST', path, { token, body, headers });
  const book = (office: Office, person: object, start: string, line = office.pensions): Promise<Answer> =>
    post(office === turin ? turin.desk : desk, `${line}/appointments`, {
      ...APPOINTMENT,
      ...{ serviceId: serviceAt(line), start, citizen: person },
    });
  const hold = (office: Office, { fiscalCode }: { fiscalCode: string }, start: string, line = office.pensions) =>
    post(office === turin ? turin.desk : desk, `${line}/holds`, { start, mode: 'IN_PERSON', citizen: { fiscalCode } });
  const done = async (attempt: Promise<Answer>): Promise<CommandAnswer> => {
    const { status, body } = await attempt;
    if (status > 201) throw new Error(JSON.stringify(body));
    return body as CommandAnswer;
  };

  /** Of what stands in Turin, in any spelling, whatever the request itself has named. */
  const expectNothingOf = (answer: Answer, ...hidden: string[]): void => {
    const text = JSON.stringify(told(answer));
    const places = [PIEDMONT.unit, PIEDMONT.office, '"01"', '"001"', 'T09:10', 'T08:10', '09:10', '09:40'];
    for (const word of [...places, turin.agendas, ...hidden].flat()) expect(text).not.toContain(word);
  };

  it('a person: that they have something at that time, or on that line, or on hold, is one refusal without a fact', async () => {
    const [busy, onLine, holding] = [nextPerson(), nextPerson(), nextPerson()];
    await done(book(turin, busy, '09:10', turin.contributions));
    await done(book(turin, onLine, '10:40'));
    await done(hold(turin, holding, '09:40'));
    await done(hold(turin, holding, '10:40', turin.contributions));

    const answers = [
      await book(ferrara, busy, '09:00'),
      await hold(ferrara, busy, '09:00'),
      await book(ferrara, onLine, '09:00'),
      await hold(ferrara, onLine, '09:00'),
      await hold(ferrara, holding, '09:00', ferrara.income),
    ];

    for (const answer of answers) {
      expect(told(answer)).toEqual(told(answers[0]!));
      expectNothingOf(expectRefused(answer, 422, 'PERSON_NOT_FREE'));
      expect((answer.body as ProblemDocument).facts).toBeUndefined();
    }
  });

  it('a person, though it tells an office of the same territory, and the person, what is in the way', async () => {
    const person = nextPerson();
    await done(book(turin, person, '09:10'));
    const own = await server.token({ role: 'citizen', fiscalCode: person.fiscalCode });

    const overlap = { with: { startsAt: `${DATE}T08:10:00.000Z`, endsAt: `${DATE}T08:40:00.000Z` } };
    const inTurin = await book(turin, person, '09:10', turin.contributions);
    expect(expectProblem(inTurin, 422, 'APPOINTMENTS_OVERLAP').facts).toMatchObject(overlap);
    const online = (day: string, start: string) =>
      post(own, `${day}/appointments`, { ...APPOINTMENT, serviceId: serviceAt(day), start, citizen: person });
    const inFerrara = await online(ferrara.contributions, '09:00');
    expect(expectProblem(inFerrara, 422, 'APPOINTMENTS_OVERLAP').facts).toMatchObject(overlap);
    const onLine = await online(ferrara.pensions, '09:40');
    expect(expectProblem(onLine, 422, 'TOO_MANY_ON_SERVICE_LINE').facts).toMatchObject({ open: 1 });
  });

  it('a person who is registered, or has booked since, to whoever registers them', async () => {
    const [known, booked] = [nextPerson(), nextPerson()];
    await done(post(region, SUBJECTS, { fiscalCode: known.fiscalCode }));
    await done(book(turin, booked, '10:10'));

    const answers = await Promise.all(
      [nextPerson(), known, booked].map(({ fiscalCode }) => post(desk, SUBJECTS, { fiscalCode })),
    );
    for (const { status, headers, body } of answers) {
      expect({ status, etag: headers.get('etag'), body }).toEqual({
        status: 200,
        etag: '"0"',
        body: { ...(answers[0]!.body as CommandAnswer), id: expect.any(String) },
      });
    }
    for (const seen of ['"0"', '"1"']) {
      const tried = await Promise.all(
        [nextPerson(), known, booked].map(({ fiscalCode }) =>
          post(desk, SUBJECTS, { fiscalCode }, { 'if-match': seen }),
        ),
      );
      expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([seen === '"0"' ? 200 : 412]));
    }
  });

  it('a day, an agenda, a hold, an appointment: OUTSIDE_TERRITORY with the role alone', async () => {
    const person = nextPerson();
    const { id: holdId } = await done(hold(turin, person, '09:40', turin.income));
    const { id: appointmentId } = await done(book(turin, nextPerson(), '09:10', turin.income));
    const agenda = turin.income.split('/days/')[0]!;
    const reason = { reason: 'OFFICE_UNAVAILABLE' };

    const asDesk = [
      post(desk, `${turin.income}/holds/${holdId}/release`, {}),
      post(desk, `${turin.income}/holds/${randomUUID()}/release`, {}),
      post(desk, `${turin.income}/appointments/${appointmentId}/cancellation`, reason),
      post(desk, `${turin.income}/appointments/${randomUUID()}/cancellation`, reason),
      server.call('GET', `${turin.income}/sheet?purpose=SPORTELLO`, { token: desk }),
      server.call('GET', agenda, { token: desk }),
      server.call('GET', '/rest/agenda/v1/agendas?region=01', { token: region }),
    ];
    const asProvince = [
      post(province, `${agenda}/closures`, { from: DATE, until: DATE, reason: 'Prova' }),
      post(province, `${agenda}/termination`, { effectiveDate: DATE }),
      post(province, '/rest/agenda/v1/agendas', {
        ...{ owner: { kind: 'UNIT_DESK', unit: PIEDMONT.unit }, name: 'Altrove', serviceLine: 'PENSIONI' },
        ...{ slotMinutes: 30, modes: ['IN_PERSON'] },
      }),
    ];
    for (const answer of await Promise.all([...asDesk, ...asProvince])) {
      const { facts } = expectProblem(answer, 403, 'OUTSIDE_TERRITORY');
      expect(Object.keys(facts ?? {})).toEqual(['role']);
      expectNothingOf(answer, holdId, appointmentId);
    }
  });

  it('a host, a protocol, a point or a unit that is named, or whose code or entry is given again', async () => {
    const { host, protocol, point } = turin;
    const own = ferrara;
    const entry = { ipaCode: 'inps', aoo: 'INPS.01', register: 'RU', year: 2026, number: 7, date: '2026-03-02' };
    await done(signed(turin.regional, protocol.id, PIEDMONT.above, entry));
    const body = { kind: 'PUBLIC_ADMINISTRATION', name: 'Doppione', region: '08', province: '038' };
    const establish = { kind: 'DIREZIONE_PROVINCIALE', name: 'X', aooCode: 'X', pec: 'x@example.org', region: '08' };
    const units = '/rest/organisation/v1/territorial-units';

    const refused: [number, string, Promise<Answer>][] = [
      [
        409,
        'VALUE_ALREADY_TAKEN',
        post(region, '/rest/organisation/v1/host-bodies', { ...body, fiscalCode: host.fiscalCode, ipaCode: 'c_nuovo' }),
      ],
      [
        409,
        'VALUE_ALREADY_TAKEN',
        post(region, `/rest/organisation/v1/host-bodies/${own.host.id}/corrections`, { ipaCode: host.ipaCode }),
      ],
      [409, 'VALUE_ALREADY_TAKEN', signed(region, own.protocol.id, ROMAGNA.above, entry)],
      [
        422,
        'PROTOCOL_OF_ANOTHER_REGION',
        post(region, `/rest/service-points/v1/punti-cliente/${own.point.id}/activation`, { protocolId: protocol.id }),
      ],
      [
        422,
        'PARENT_IN_ANOTHER_REGION',
        post(region, units, {
          ...establish,
          code: 'N-FE',
          province: '038',
          municipality: 'D548',
          parent: PIEDMONT.unit,
        }),
      ],
      [
        409,
        'TERRITORIAL_UNIT_CODE_TAKEN',
        post(region, units, {
          ...establish,
          code: PIEDMONT.unit,
          province: '038',
          municipality: 'D548',
          parent: ROMAGNA.above,
        }),
      ],
      [403, 'OUTSIDE_TERRITORY', server.call('GET', `/rest/protocols/v1/protocols/${protocol.id}`, { token: region })],
      [
        403,
        'OUTSIDE_TERRITORY',
        post(region, `/rest/protocols/v1/protocols/${protocol.id}/withdrawal`, { reason: 'Prova' }),
      ],
      [
        403,
        'OUTSIDE_TERRITORY',
        server.call('GET', `/rest/service-points/v1/punti-cliente/${point.id}`, { token: region }),
      ],
      [403, 'OUTSIDE_TERRITORY', server.call('GET', `/rest/organisation/v1/host-bodies/${host.id}`, { token: region })],
      [403, 'OUTSIDE_TERRITORY', server.call('GET', `${units}/${PIEDMONT.unit}`, { token: region })],
    ];
    for (const [status, code, attempt] of refused) {
      const answer = expectRefused(await attempt, status, code);
      // What the request itself has named is no news.
      const text = JSON.stringify(told(answer)).replaceAll(protocol.id, '').replaceAll(PIEDMONT.unit, '');
      expectNothingOf({ ...answer, body: JSON.parse(text) as unknown }, host.id, point.id, host.name, 'SUBMITTED');
    }
  });

  it('a value that another has, though it tells whoever may act there which one that is', async () => {
    const { host } = turin;
    const twice = {
      kind: 'PUBLIC_ADMINISTRATION',
      name: 'Doppione',
      region: '01',
      province: '001',
      ipaCode: 'c_altro',
    };

    const answer = await post(turin.regional, '/rest/organisation/v1/host-bodies', {
      ...twice,
      fiscalCode: host.fiscalCode,
    });
    expect(expectProblem(answer, 409, 'VALUE_ALREADY_TAKEN').facts).toMatchObject({
      takenBy: { category: 'HostBody', id: host.id },
    });
  });

  function signed(token: string, protocolId: string, unit: string, registerEntry: object): Promise<Answer> {
    return post(token, `/rest/protocols/v1/protocols/${protocolId}/signatures`, {
      ...{ party: 'INPS', documentSha256: 'a'.repeat(64), format: 'PADES', signerRole: 'Direttore regionale' },
      ...{
        signedFileSha256: 'b'.repeat(64),
        kind: 'DIGITAL',
        unit,
        signatory: namedPerson(92),
        signedAt: '2026-03-02T07:00:00Z',
        registerEntry,
      },
    });
  }
});

function expectRefused(answer: Answer, status: number, code: string): Answer {
  expectProblem(answer, status, code);
  return answer;
}

describe('a booking or a hold that is refused', () => {
  const clock = { time: MONDAY, now: () => clock.time };
  let server: TestServer;
  let turin: Office;

  beforeAll(async () => {
    server = await TestServer.start({ clock });
    const central = await server.token();
    turin = await openOffice(server, central, PIEDMONT, {
      from: '09:10',
      to: '11:10',
      slotMinutes: 30,
      modes: ['IN_PERSON', 'WEB_MEETING'],
    });
  });
  afterAll(() => server.close());

  it('for anything that is known before the first write registers nobody', async () => {
    const day = turin.pensions;
    const registered = async (): Promise<number> => {
      let persons = 0;
      for await (const { events } of server.running.stores.eventStore.readLog({ after: '0' })) {
        persons += events.filter(({ type }) => type === 'SubjectRegistered').length;
      }
      return persons;
    };
    const known = citizen(1);
    const post = (path: string, body: object, token = turin.desk, headers = {}): Promise<Answer> =>
      server.call('POST', path, { token, body, headers });
    const heldBy = async (start: string): Promise<string> => {
      const { body } = await post(`${turin.income}/holds`, {
        start,
        mode: 'IN_PERSON',
        citizen: { fiscalCode: known.fiscalCode },
      });
      return (body as CommandAnswer).id;
    };
    const first = await heldBy('09:10');
    await post(`${turin.income}/holds/${first}/release`, {});
    const before = await registered();
    const stranger = citizen(2);
    const book = (body: object, on = day, token = turin.desk, headers = {}) =>
      post(
        `${on}/appointments`,
        { ...APPOINTMENT, serviceId: serviceAt(on), start: '09:10', ...body, citizen: stranger },
        token,
        headers,
      );
    const bookHold = (holdId: string, more = {}) =>
      post(`${turin.income}/appointments`, {
        holdId,
        serviceId: serviceAt(turin.income),
        citizen: stranger,
        ...more,
      });
    const hold = (body: object, on = day, token = turin.desk, headers = {}) => {
      const { fiscalCode } = stranger;
      return post(
        `${on}/holds`,
        { start: '09:10', mode: 'IN_PERSON', ...body, citizen: { fiscalCode } },
        token,
        headers,
      );
    };
    const elsewhere = await server.token({ role: 'desk-operator', id: 'desk-fe', province: '038', unit: ROMAGNA.unit });
    const sunday = day.replace(DATE, '2026-03-08');
    const stale = { 'if-match': '"77"' };
    const taking = async (take: typeof book): Promise<readonly Answer[]> => [
      await take({ start: '09:00' }),
      await take({ units: 9 }),
      await take({ mode: 'PHONE_CALLBACK' }),
      await take({ mode: 'WEB_MEETING', channel: 'AUTOMATIC_CONTACT_CENTRE' }),
      await take({ channel: 'PORTAL' }),
      await take({}, sunday),
      await take({ start: '09:00' }, day, elsewhere),
      await take({}, sunday, elsewhere),
      await take({}, day, turin.desk, stale),
    ];
    const refusals = [
      'OUTSIDE_OPENING_HOURS',
      'SLOTS_NOT_CONSECUTIVE',
      'MODE_NOT_OFFERED',
      'MODE_NOT_ALLOWED_ON_CHANNEL',
      'CHANNEL_NOT_ALLOWED',
      ...['OUTSIDE_OPENING_HOURS', 'OUTSIDE_OPENING_HOURS', 'OUTSIDE_OPENING_HOURS'],
      'STALE_REVISION',
    ];

    const answers = [
      ...(await taking(book)),
      ...(await taking(hold)),
      await book({ serviceId: 'unheard-of' }),
      await bookHold(first),
      await bookHold(randomUUID()),
    ];
    expect(answers.map(({ body }) => (body as ProblemDocument).code)).toEqual([
      ...refusals,
      ...refusals,
      'SERVICE_UNKNOWN',
      'HOLD_RELEASED',
      'HOLD_UNKNOWN',
    ]);
    expect(await registered()).toBe(before);

    // The person's time is given back by a process, which may not have come to it yet.
    await server.running.processes.settled();
    const second = await heldBy('09:40');
    expectProblem(await bookHold(second), 403, 'HOLD_OF_ANOTHER_PERSON');
    expect(await registered()).toBe(before);
  });
});
