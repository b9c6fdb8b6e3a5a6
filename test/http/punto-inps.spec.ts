import { isDeepStrictEqual } from 'node:util';
import { addDays, romeDateOf, weekdayOf } from '#italy';
import { accepted, AGENDAS, establishUnits, freePlaces, TERRITORY, workingDay } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { establishedPuntoInps, PUNTI_INPS } from '../e2e/support/punto-inps.ts';
import { until } from '../e2e/support/until.ts';
import { TestServer } from './support/server.ts';

const AGENCY = 'E2E-AG-058';
const PUBLIC_UNITS = '/rest/organisation/v1/public-units';
const today = romeDateOf(Date.now());
const DUPLICATE = 'duplicato-certificazione-unica';
/** What an open point offers at least. */
const LEAST = [{ serviceId: 'accoglienza-orientamento' }, { serviceId: 'delega-identita-digitale' }];

describe('a Punto INPS and its agendas, over HTTP', () => {
  let server: TestServer;
  let central: Api;
  const date = workingDay();

  beforeAll(async () => {
    server = await TestServer.start();
    central = new Api(server.running.url, await server.token());
    await establishUnits(central);
  });
  afterAll(() => server.close());

  const openAgenda = async (owner: object, serviceLine = 'SERVIZI_GENERALI'): Promise<string> => {
    const agenda = await accepted(
      central.post(AGENDAS, {
        ...{
          owner,
          name: 'Sportello di prova',
          serviceLine,
          slotMinutes: 10,
          modes: ['IN_PERSON'],
        },
      }),
    );
    const hours = { weekday: weekdayOf(date), from: '09:00', to: '10:00', capacity: 2, validFrom: today };
    await accepted(central.post(`${AGENDAS}/${agenda.id}/opening-bands`, hours));
    return agenda.id;
  };
  const makeReady = async (point: string): Promise<void> => {
    const demand = [{ serviceId: 'duplicato-certificazione-unica', accesses: 420 }];
    const period = { periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi 2025' };
    const analysis = await accepted(central.post(`${PUNTI_INPS}/${point}/demand-analyses`, { ...period, demand }));
    const offer = { services: [...LEAST, { serviceId: DUPLICATE, analysisId: analysis.id }] };
    await accepted(central.post(`${PUNTI_INPS}/${point}/services`, offer));
  };
  const book = (agendaId: string, start: string, who: number, serviceId = 'accoglienza-orientamento') =>
    central.post(`${AGENDAS}/${agendaId}/days/${date}/appointments`, {
      ...{ start, mode: 'IN_PERSON', serviceId, citizen: fictitiousPerson(who) },
    });
  /** The day as everybody is told of it. */
  const availabilityOf = async (agendaId: string, serviceId?: string): Promise<unknown> => {
    const asked = serviceId === undefined ? '' : `&serviceId=${serviceId}`;
    const { body } = await central.get(`${AGENDAS}/${agendaId}/availability?from=${date}&to=${date}${asked}`);
    return (body as { items: unknown[] }).items[0];
  };
  const refusalOf = async (answer: ReturnType<typeof book>) => {
    const { status, body } = await answer;
    return [status, (body as { code?: string }).code];
  };
  /** Whether the agenda is found by who looks for a service. */
  const isFound = async (agendaId: string, serviceId: string): Promise<boolean> => {
    const query = `serviceId=${serviceId}&mode=IN_PERSON&province=${TERRITORY.province}`;
    const { body } = await central.get(`/rest/agenda/v1/first-free?${query}`);
    return (body as { items: { agendaId: string }[] }).items.some((one) => one.agendaId === agendaId);
  };
  const stateOf = async (agendaId: string, appointmentId: string): Promise<unknown> => {
    const { body } = await central.get(`${AGENDAS}/${agendaId}/days/${date}/appointments/${appointmentId}`);
    return (body as { state?: unknown }).state;
  };
  const comesTo = (agendaId: string, appointmentId: string, state: string) =>
    until(async () => ((await stateOf(agendaId, appointmentId)) === state ? true : undefined));
  const hasPlaces = (agendaId: string) =>
    until(async () => ((await freePlaces(central, agendaId, date)) === undefined ? undefined : true));

  it('K3: nobody books before it is open, a suspension shuts its agenda, its closure ends it', async () => {
    const { id: point } = await establishedPuntoInps(central);
    const agendaId = await openAgenda({ kind: 'PUNTO_INPS', unit: TERRITORY.unit, point });
    await makeReady(point);
    const early = await book(agendaId, '09:00', 11);
    expect([early.status, (early.body as { code: string }).code]).toEqual([422, 'POINT_NOT_OPEN']);

    await accepted(central.post(`${PUNTI_INPS}/${point}/opening`, { agendaId }));
    await hasPlaces(agendaId);
    const first = await accepted(book(agendaId, '09:00', 11));

    await accepted(central.post(`${PUNTI_INPS}/${point}/suspension`, { reason: 'PREMISES' }));
    await comesTo(agendaId, first.id, 'DISPLACED');
    await accepted(central.post(`${PUNTI_INPS}/${point}/resumption`, {}));
    await hasPlaces(agendaId);
    const second = await accepted(book(agendaId, '09:10', 12));

    const toReview = await central.get(`/rest/agenda/v1/services-for-review?point=${point}`);
    expect(toReview.body).toMatchObject({ items: [] });
    const unknown = await central.get(`/rest/agenda/v1/services-for-review?point=${agendaId}`);
    expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([404, 'SERVICE_POINT_NOT_FOUND']);

    const closed = await accepted(central.post(`${PUNTI_INPS}/${point}/closure`, { reason: 'LOW_DEMAND' }));
    await comesTo(agendaId, second.id, 'DISPLACED');
    const { body: agenda } = await central.get(`${AGENDAS}/${agendaId}`);
    expect(agenda).toMatchObject({ closedFrom: today });
    const { body: told } = await central.get(`${PUNTI_INPS}/${point}?minPosition=${closed.position}`);
    expect(told).toMatchObject({ state: 'CLOSED', openedOn: today });
    expect((told as { history: { type: string }[] }).history.map(({ type }) => type)).toEqual([
      ...['PuntoInpsProposed', 'PuntoInpsEstablished', 'PuntoInpsDemandAnalysisRecorded', 'PuntoInpsServicesRevised'],
      ...['PuntoInpsOpened', 'PuntoInpsSuspended', 'PuntoInpsResumed', 'PuntoInpsClosed'],
    ]);
  });

  it('K1: for which groups of users it is, everybody is shown who looks for a place there, and nobody is refused for it', async () => {
    const userGroups = ['PENSIONATI'];
    const groups = { ground: 'USER_GROUPS', userGroups };
    const { id: point } = await establishedPuntoInps(central, 'Punto INPS per gruppi', groups);
    const agendaId = await openAgenda({ kind: 'PUNTO_INPS', unit: TERRITORY.unit, point });
    await makeReady(point);
    await accepted(central.post(`${PUNTI_INPS}/${point}/opening`, { agendaId }));
    await hasPlaces(agendaId);
    const query = `serviceId=accoglienza-orientamento&mode=IN_PERSON`;
    const found = await until(async () => {
      const { body } = await central.get(`/rest/agenda/v1/first-free?${query}&province=${TERRITORY.province}`);
      return (body.items as { agendaId: string }[]).find((one) => one.agendaId === agendaId);
    });
    expect(found).toMatchObject({ point, userGroups });
    const near = await central.get(`${AGENDAS}/${agendaId}/alternatives?${query}`);
    expect(near.body.items).toContainEqual(expect.objectContaining({ agendaId, userGroups }));
    const citizen = central.with(await server.token({ role: 'citizen', fiscalCode: fictitiousPerson(21).fiscalCode }));
    expect((await citizen.get(`${AGENDAS}/${agendaId}`)).body).toMatchObject({ userGroups });
    const listed = await citizen.get(`${AGENDAS}?unit=${TERRITORY.unit}&limit=100`);
    expect(listed.body.items).toContainEqual(expect.objectContaining({ agendaId, userGroups }));
    expect(listed.body.items).toContainEqual(expect.objectContaining({ userGroups: [] }));
    await accepted(book(agendaId, '09:00', 22));
  });

  it('K1: what it does not offer is neither found nor booked there, and is displaced once it offers it no longer', async () => {
    const { id: point } = await establishedPuntoInps(central, 'Punto INPS con servizi');
    const owner = { kind: 'PUNTO_INPS', unit: TERRITORY.unit, point };
    const [general, pensions] = [await openAgenda(owner), await openAgenda(owner, 'PENSIONI')];
    await makeReady(point);
    await accepted(central.post(`${PUNTI_INPS}/${point}/opening`, { agendaId: general }));
    await hasPlaces(pensions);
    await until(async () => ((await isFound(pensions, DUPLICATE)) ? true : undefined));
    expect([await isFound(general, 'accoglienza-orientamento'), await isFound(general, 'quesito')]).toEqual([
      true,
      false,
    ]);
    expect(await refusalOf(book(general, '09:00', 17, 'quesito'))).toEqual([422, 'SERVICE_NOT_OFFERED_AT_POINT']);
    expect(await availabilityOf(general, 'quesito')).toMatchObject({ slots: [], because: 'SERVICE_NOT_OFFERED' });
    expect(await availabilityOf(general, DUPLICATE)).toMatchObject({ slots: [], because: 'SERVICE_NOT_OFFERED' });
    for (const asked of [undefined, 'accoglienza-orientamento'])
      expect(await availabilityOf(general, asked)).toMatchObject({
        services: LEAST.map(({ serviceId }) => serviceId),
        because: null,
      });
    expect((await central.get(`${AGENDAS}/${pensions}`)).body).toMatchObject({ services: [DUPLICATE] });

    const booked = await accepted(book(pensions, '09:00', 17, DUPLICATE));
    const preview = await central.post(`/rest/agenda/v1/punti-inps/${point}/services/preview`, { services: LEAST });
    expect(preview).toMatchObject({
      status: 200,
      body: {
        agendas: 2,
        isWhole: true,
        displaced: { count: 1, items: [{ agendaId: pensions, appointmentId: booked.id, date }] },
      },
    });
    const waiting = `${AGENDAS}/${pensions}/waiting-list`;
    const wish = { mode: 'IN_PERSON', serviceId: DUPLICATE, citizen: fictitiousPerson(19) };
    const far = { id: 'far', role: 'desk-operator', province: '015', unit: 'E2E-DP-015' } as const;
    const elsewhere = central.with(await server.token(far));
    const entry = await accepted(elsewhere.post(waiting, wish));
    const fewer = await accepted(central.post(`${PUNTI_INPS}/${point}/services`, { services: LEAST }));
    await comesTo(pensions, booked.id, 'DISPLACED');
    // Whoever waits for it waits no longer, and the office sees whom it has to tell.
    const whose = async (more = ''): Promise<unknown> =>
      (await central.get(`${waiting}?purpose=AVVISO&leftBecause=SERVICE_NOT_OFFERED${more}`)).body;
    await until(async () => ((await whose()) as { items: object[] }).items.length === 1 || undefined);
    const { familyName } = fictitiousPerson(19);
    const left = { entryId: entry.id, leftBecause: 'SERVICE_NOT_OFFERED', citizen: { value: { familyName } } };
    // They gave no address: nobody has told them.
    const notice = { state: 'TO_BE_CALLED', at: null };
    expect(await whose()).toMatchObject({ items: [{ ...left, notice, restoredAs: null }] });
    expect(await whose(`&from=${today}&to=${today}`)).toMatchObject({ items: [left] });
    for (const other of [`&from=${addDays(today, 1)}`, `&to=${addDays(today, -1)}`])
      expect(await whose(other)).toMatchObject({ items: [] });
    // Of those who wait it says nothing.
    const without = await central.get(`${waiting}?purpose=SPORTELLO&from=${today}`);
    expect([without.status, (without.body as { code: string }).code]).toEqual([400, 'INVALID_REQUEST']);
    expect((await central.get(`${waiting}?purpose=SPORTELLO`)).body).toMatchObject({ items: [] });
    // On none of its days, which follow one after another.
    await until(async () => ((await isFound(pensions, DUPLICATE)) ? undefined : true));
    expect(await refusalOf(book(pensions, '09:10', 18, DUPLICATE))).toEqual([422, 'SERVICE_NOT_OFFERED_AT_POINT']);
    // Nothing is had there, whatever is looked for.
    for (const asked of [undefined, DUPLICATE])
      expect(await availabilityOf(pensions, asked)).toMatchObject({ slots: [], because: 'SERVICE_NOT_OFFERED' });

    // T2: that revision never was.
    const act = { authority: 'Direzione regionale', number: '13/2026', date: today };
    const annulled = { rectifies: fewer.revision, annuls: true, reason: 'Registrata per errore', act };
    await accepted(central.post(`${PUNTI_INPS}/${point}/rectifications`, annulled));
    await comesTo(pensions, booked.id, 'BOOKED');
    await accepted(book(pensions, '09:10', 18, DUPLICATE));
    // Who waited waits again, since they joined; the list of those who left says so.
    const list = async () =>
      (await central.get(`${waiting}?purpose=SPORTELLO`)).body as { items: { entryId: string }[] };
    const [back] = await until(async () => ((await list()).items.length === 1 ? (await list()).items : undefined));
    const { body: joined } = await central.get(`${waiting}/${entry.id}`);
    const { joinedAt } = joined as { joinedAt: string };
    expect(back).toMatchObject({ restores: entry.id, joinedAt, place: 1, state: 'WAITING', notice });
    expect(await whose()).toMatchObject({ items: [{ ...left, restoredAs: back!.entryId, notice: null }] });
    // Who put them on the list reads what became of it, though it is another's.
    for (const { status } of [
      await elsewhere.get(`${waiting}/${entry.id}`),
      await elsewhere.get(`${waiting}/${back!.entryId}`),
    ])
      expect(status).toBe(200);
  });

  it('T2: a suspension that never was is annulled by an act: its agenda receives again, and its history shows both', async () => {
    const { id: point } = await establishedPuntoInps(central);
    const agendaId = await openAgenda({ kind: 'PUNTO_INPS', unit: TERRITORY.unit, point });
    await makeReady(point);
    await accepted(central.post(`${PUNTI_INPS}/${point}/opening`, { agendaId }));
    await hasPlaces(agendaId);
    await accepted(central.post(`${PUNTI_INPS}/${point}/suspension`, { reason: 'PREMISES' }));
    await until(async () => ((await freePlaces(central, agendaId, date)) === undefined ? true : undefined));
    const path = `${PUNTI_INPS}/${point}`;
    const told = async () => (await central.get(path)).body as { state: string; history: { type: string }[] };
    const rectifies = (await told()).history.findIndex(({ type }) => type === 'PuntoInpsSuspended');
    const act = { authority: 'Direzione regionale', number: '12/2026', date: today };
    const wanted = { rectifies, annuls: true, reason: 'Registrata per errore', act };
    const refused = await central.post(`${path}/rectifications`, { ...wanted, rectifies: rectifies - 1 });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'FACT_NOT_ANNULLABLE']);

    await accepted(central.post(`${path}/rectifications`, wanted));
    await hasPlaces(agendaId);
    const { state, history } = await told();
    expect(state).toBe('OPEN');
    expect(history.slice(rectifies).map(({ type }) => type)).toEqual(['PuntoInpsSuspended', 'PuntoInpsRectified']);
  });

  it('K3: the agendas of an agency that becomes one pass to it, with what is booked', async () => {
    await accepted(
      central.post('/rest/organisation/v1/territorial-units', {
        ...{ code: AGENCY, kind: 'AGENZIA_TERRITORIALE', name: 'Agenzia di prova', parent: TERRITORY.unit },
        ...{ region: TERRITORY.region, province: TERRITORY.province, municipality: 'H501' },
        ...{ aooCode: `INPS-${AGENCY}`, pec: 'agenzia@pec.example' },
      }),
    );
    const agendaId = await openAgenda({ kind: 'UNIT_DESK', unit: AGENCY });
    await hasPlaces(agendaId);
    const appointment = await accepted(book(agendaId, '09:20', 13));
    const other = await accepted(book(agendaId, '09:40', 15, 'quesito'));

    const { id: point } = await establishedPuntoInps(central, 'Punto INPS ex agenzia', { replaces: AGENCY });
    const again = await central.post(PUNTI_INPS, {
      ...{ name: 'Un altro', region: TERRITORY.region, province: TERRITORY.province, municipality: 'H501' },
      ...{ address: { street: 'Via della Prova 2', postalCode: '00100' }, ground: 'LOW_COMPLEXITY' },
      ...{ proposedBy: TERRITORY.unit, referenceUnit: TERRITORY.unit, replaces: AGENCY },
    });
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'AGENCY_REPLACED_ALREADY', facts: { takenBy: { id: point } } },
    });
    await makeReady(point);
    await accepted(central.post(`${PUNTI_INPS}/${point}/opening`, { agendaId }));
    await until(async () => {
      const { body } = await central.get(`${AGENDAS}/${agendaId}`);
      return (body as { owner: { point?: string } }).owner.point === point ? true : undefined;
    });
    expect(await stateOf(agendaId, appointment.id)).toBe('BOOKED');
    const { body: agenda } = await central.get(`${AGENDAS}/${agendaId}`);
    expect(agenda).toMatchObject({ owner: { kind: 'PUNTO_INPS', unit: TERRITORY.unit }, unit: TERRITORY.unit });
    await accepted(book(agendaId, '09:30', 14));
    // Its day is planned anew: who was to come to the agency comes to the point.
    await until(async () => {
      const { body } = await central.get(`${AGENDAS}/${agendaId}/days/${date}/appointments/${appointment.id}`);
      return isDeepStrictEqual((body as { heldAt?: unknown }).heldAt, { kind: 'PUNTO_INPS', id: point }) || undefined;
    });
    // What the point does not offer was promised by the agency, and is by nobody from now on.
    expect(await stateOf(agendaId, other.id)).toBe('BOOKED');
    expect(await refusalOf(book(agendaId, '09:50', 16, 'quesito'))).toEqual([422, 'SERVICE_NOT_OFFERED_AT_POINT']);
    // K7: both are given back after a suspension.
    const suspension = { reason: 'STAFF', suspendedOn: today, until: addDays(date, 1) };
    await accepted(central.post(`${PUNTI_INPS}/${point}/suspension`, suspension));
    for (const { id } of [appointment, other]) await comesTo(agendaId, id, 'DISPLACED');
    await accepted(central.post(`${PUNTI_INPS}/${point}/resumption`, { resumedOn: today }));
    for (const { id } of [appointment, other]) await comesTo(agendaId, id, 'BOOKED');
  });

  it('K2: capacity above the staff present is flagged, day by day', async () => {
    const { id: point } = await establishedPuntoInps(central, 'Punto INPS con una persona');
    const agendaId = await openAgenda({ kind: 'PUNTO_INPS', unit: TERRITORY.unit, point });
    const staffing = async () => {
      const { body } = await central.get(`/rest/agenda/v1/punti-inps/${point}/staffing?from=${date}&to=${date}`);
      return (body as { items?: object[] }).items;
    };
    const assign = async (who: number) => {
      const { fiscalCode, givenName, familyName } = fictitiousPerson(who);
      await accepted(
        central.post(`${PUNTI_INPS}/${point}/staff`, {
          ...{ person: { fiscalCode, givenName, familyName }, unit: TERRITORY.unit, from: today },
          weekdays: [weekdayOf(date)],
        }),
      );
    };
    const comesTo = (wanted: object) =>
      until(async () => (isDeepStrictEqual(await staffing(), [wanted]) ? true : undefined));
    await assign(31);
    await comesTo({ date, staff: 1, capacity: 2, isExceeded: true });
    await assign(32);
    await comesTo({ date, staff: 2, capacity: 2, isExceeded: false });
    expect(agendaId).toBeDefined();
  });

  it('T5: everyone is told of seats: existence, kind, municipality and state, and nothing of how they are run', async () => {
    const everyone = await Promise.all(
      [
        { role: 'citizen', fiscalCode: fictitiousPerson(21).fiscalCode },
        { role: 'regional', id: 'r', region: '01' },
      ].map(async (who) =>
        central.with(await server.token(who as never)).get(`${PUBLIC_UNITS}?province=${TERRITORY.province}`),
      ),
    );
    for (const { body } of everyone) {
      const unit = (body as { items: { code: string }[] }).items.find(({ code }) => code === TERRITORY.unit);
      expect(Object.keys(unit ?? {}).sort()).toEqual([
        ...['code', 'kind', 'municipality', 'name', 'province', 'region', 'state'],
      ]);
      expect(unit).toMatchObject({ kind: 'DIREZIONE_PROVINCIALE', state: 'ESTABLISHED' });
    }
    const first = await central.get(`${PUBLIC_UNITS}?limit=1`);
    const { items, nextCursor } = first.body as { items: object[]; nextCursor: string };
    expect([items.length, typeof nextCursor]).toEqual([1, 'string']);
  });

  it('T5: everyone is told existence, municipality, services and state, and nothing of staff or reasons', async () => {
    const citizen = central.with(await server.token({ role: 'citizen', fiscalCode: fictitiousPerson(21).fiscalCode }));
    const { body } = await citizen.get('/rest/service-points/v1/public-punti-inps');
    const { items } = body as { items: Readonly<Record<string, unknown>>[] };
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      const ground = (item.userGroups as unknown[]).length > 0 ? 'USER_GROUPS' : 'LOW_COMPLEXITY';
      expect(item).toMatchObject({ municipality: 'H501', ground });
      for (const hidden of ['staff', 'premises', 'suspension', 'life', 'persons'])
        expect(item).not.toHaveProperty(hidden);
    }
    expect((await citizen.get(`${PUNTI_INPS}/${String(items[0]!.id)}`)).status).toBe(403);
  });

  it('who works there is read by offices of the territory alone, and that stands in the access log', async () => {
    const { id: point } = await establishedPuntoInps(central, 'Punto INPS con personale');
    const { fiscalCode, givenName, familyName } = fictitiousPerson(22);
    const staff = await accepted(
      central.post(`${PUNTI_INPS}/${point}/staff`, {
        ...{ person: { fiscalCode, givenName, familyName }, unit: TERRITORY.unit, from: today, weekdays: [1, 2] },
      }),
    );
    const path = `${PUNTI_INPS}/${point}/staff/${staff.id}?purpose=VERIFICA&minPosition=${staff.position}`;
    const { body } = await central.get(path);
    expect(body).toMatchObject({ person: { erased: false, value: { fiscalCode, familyName } } });
    const { body: told } = await central.get(`${PUNTI_INPS}/${point}`);
    expect(JSON.stringify(told)).not.toContain(familyName);
    expect(JSON.stringify(told)).not.toContain('ciphertext');
    const elsewhere = central.with(await server.token({ role: 'provincial', id: 'x', province: '036' }));
    expect((await elsewhere.get(path)).status).toBe(403);
    const { body: log } = await central.get('/rest/privacy/v1/access-log');
    expect(JSON.stringify(log)).toContain(point);
  });
});
