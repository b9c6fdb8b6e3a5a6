import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { commandIdOf } from '#kernel/domain';
import { accepted, AGENDAS, seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import { expectProblem, type Answer, type Api } from './support/api.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { HOST_BODIES } from './support/load.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousBodyCode, fictitiousPerson, namedPerson } from './support/people.ts';

const OFFICER = 'central-officer';
/** How often a POST is repeated at the same moment. */
const AT_ONCE = 12;
const PROTOCOLS = '/rest/protocols/v1/protocols';
const POINTS = '/rest/service-points/v1/punti-cliente';

interface Post {
  readonly path: string;
  readonly body: object;
  /** Something else to ask for. */
  readonly other: object;
  /** The event that carries it out. */
  readonly act: string;
}

describe('a POST that is repeated with its Idempotency-Key', () => {
  let application: TestApplication;
  let central: Api;
  let agenda: SeededAgenda;
  let hostBodyId: string;
  let pointId: string;
  let number = 0;

  beforeAll(async () => {
    application = await startApplication();
    central = await application.as();
    agenda = await seedAgenda(central, { slots: 12, capacity: 20 });
    hostBodyId = (await accepted(central.post(HOST_BODIES, hostBody()))).id;
    pointId = (await accepted(central.post(POINTS, point()))).id;
  });
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  const person = () => fictitiousPerson((number += 1));
  const start = () => agenda.starts[number % agenda.starts.length];
  const hostBody = () => ({
    kind: 'PUBLIC_ADMINISTRATION',
    name: 'Comune di prova',
    fiscalCode: fictitiousBodyCode((number += 1)),
    ipaCode: `prova_${String(number)}`,
    ...{ region: TERRITORY.region, province: TERRITORY.province },
  });
  const point = () => ({
    ...{ hostBodyId, kind: 'INFORMATIVO', region: TERRITORY.region, province: TERRITORY.province },
    municipality: 'H501',
    address: { street: `Piazza della Prova ${String((number += 1))}`, postalCode: '00000' },
  });
  const booking = () => ({
    ...{ start: start(), mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: person() },
  });

  const posts: Readonly<Record<string, () => Post>> = {
    'registers a hosting body': () => ({
      path: HOST_BODIES,
      body: hostBody(),
      other: { name: 'Comune altro' },
      act: 'HostBodyRegistered',
    }),
    'requests a point': () => ({
      path: POINTS,
      body: point(),
      other: { municipality: 'A062' },
      act: 'PuntoClienteRequested',
    }),
    'drafts a protocol': () => ({
      path: PROTOCOLS,
      body: {
        ...{ hostBodyId, region: TERRITORY.region, proposingUnit: 'E2E-DR-12' },
        ...{ points: [pointId], kinds: ['INFORMATIVO'] },
      },
      other: { durationMonths: 12 },
      act: 'ProtocolDrafted',
    }),
    'opens an agenda': () => ({
      path: AGENDAS,
      body: {
        owner: { kind: 'UNIT_DESK', unit: TERRITORY.unit },
        ...{
          name: `Sportello ${String((number += 1))}`,
          serviceLine: 'SOSTEGNO_REDDITO',
          slotMinutes: 15,
          modes: ['IN_PERSON'],
        },
      },
      other: { slotMinutes: 20 },
      act: 'AgendaOpened',
    }),
    'books an appointment': () => ({
      path: `${agenda.day}/appointments`,
      body: booking(),
      other: { serviceId: 'obis-m' },
      act: 'AppointmentBooked',
    }),
    'holds a slot': () => ({
      path: `${agenda.day}/holds`,
      body: { start: start(), mode: 'IN_PERSON', citizen: { fiscalCode: person().fiscalCode } },
      other: { units: 2 },
      act: 'SlotHeld',
    }),
  };

  async function restart(): Promise<void> {
    const { directory } = application;
    await application.close();
    application = await startApplication({ directory });
    central = await application.as();
  }

  /** End of the log once everything has happened that follows from what was asked for. */
  async function settledHead(): Promise<string> {
    await application.processes.settled();
    return application.stores.eventStore.head();
  }

  const told = ({ status, headers, body }: Answer): unknown => ({
    ...{ status, body: body as unknown, location: headers.get('location'), etag: headers.get('etag') },
  });

  /** Types of the events that the command of a key brought about. */
  async function effects(key: string): Promise<string[]> {
    const commandId = commandIdOf(OFFICER, key);
    const log = await eventsOf(application.stores.eventStore);
    return log
      .filter(({ metadata }) => (metadata as { commandId: string }).commandId === commandId)
      .map(({ type }) => type);
  }

  describe.each(Object.entries(posts))('and %s', (_name, post) => {
    it('many times at once has one effect and one answer', async () => {
      const { path, body, act } = post();
      const key = randomUUID();

      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => central.post(path, body, { key })));

      const [first] = answers;
      expect(first?.status).toBe(201);
      for (const answer of answers) expect(told(answer)).toEqual(first && told(first));
      expect(await effects(key)).toEqual([act]);
    });

    it('after a restart has no second effect, and the same answer', async () => {
      const { path, body, act } = post();
      const key = randomUUID();
      const first = await central.post(path, body, { key });
      expect(first.status).toBe(201);

      await restart();
      const head = await settledHead();
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => central.post(path, body, { key })));
      // The order of its fields does not make it another body.
      const reordered = Object.fromEntries(Object.entries(body).reverse());
      answers.push(await central.post(path, reordered, { key }));

      for (const answer of answers) expect(told(answer)).toEqual(told(first));
      expect(await effects(key)).toEqual([act]);
      expect(await settledHead()).toBe(head);
    });

    it('with another body, or on another route, is refused, also after a restart', async () => {
      const { path, body, other } = post();
      const key = randomUUID();
      const first = await central.post(path, body, { key });
      expect(first.status).toBe(201);
      const elsewhere = path === HOST_BODIES ? POINTS : HOST_BODIES;

      for (const when of ['before', 'after'] as const) {
        if (when === 'after') await restart();
        const head = await settledHead();
        expectProblem(await central.post(path, { ...body, ...other }, { key }), 409, 'IDEMPOTENCY_KEY_REUSED');
        expectProblem(await central.post(elsewhere, body, { key }), 409, 'IDEMPOTENCY_KEY_REUSED');
        expect(await settledHead()).toBe(head);
      }
      expect(told(await central.post(path, body, { key }))).toEqual(told(first));
    });

    it('at the same moment with two bodies: one is carried out, the other refused', async () => {
      const { path, body, other, act } = post();
      const key = randomUUID();
      const bodies = Array.from({ length: AT_ONCE }, (_, index) => (index % 2 === 0 ? body : { ...body, ...other }));

      const answers = await Promise.all(bodies.map((one) => central.post(path, one, { key })));

      const done = answers.filter(({ status }) => status === 201);
      expect(done).toHaveLength(AT_ONCE / 2);
      for (const answer of done) expect(told(answer)).toEqual(told(done[0] as Answer));
      for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 409, 'IDEMPOTENCY_KEY_REUSED');
      expect(await effects(key)).toEqual([act]);
    });
  });

  it('of another person is another command', async () => {
    const other = await application.as({ role: 'central', id: 'another-officer' });
    const key = randomUUID();

    const [mine, theirs] = await Promise.all([
      accepted(central.post(HOST_BODIES, hostBody(), { key })),
      accepted(other.post(HOST_BODIES, hostBody(), { key })),
    ]);

    expect(mine.id).not.toBe(theirs.id);
  });

  describe('after it was refused', () => {
    it('books when a place has come free meanwhile', async () => {
      const tight = await seedAgenda(central, { serviceLine: 'SOSTEGNO_REDDITO' });
      const book = (citizen = person(), key = randomUUID()) =>
        central.post(
          `${tight.day}/appointments`,
          { start: tight.starts[0], mode: 'IN_PERSON', serviceId: tight.serviceId, citizen },
          { key },
        );
      await accepted(book());
      const late = person();
      const key = randomUUID();
      expectProblem(await book(late, key), 409, 'SLOT_FULL');
      await restart();
      expectProblem(await book(late, key), 409, 'SLOT_FULL');

      const { bands } = (await central.get(`${AGENDAS}/${tight.agendaId}`)).body as { bands: { bandId: string }[] };
      const bandPath = `${AGENDAS}/${tight.agendaId}/opening-bands/${bands[0]?.bandId ?? ''}`;
      await accepted(central.post(`${bandPath}/capacity`, { capacity: 2 }));
      await application.processes.settled();

      const booked = await book(late, key);
      expect(booked.status).toBe(201);
      expect(told(await book(late, key))).toEqual(told(booked));
      expect(await effects(key)).toEqual(['AppointmentBooked']);
      expectProblem(await book(person()), 409, 'SLOT_FULL');
    });

    it('submits a protocol that has been completed meanwhile', async () => {
      const { path, body } = posts['drafts a protocol']?.() as Post;
      const { id } = await accepted(central.post(path, body));
      const key = randomUUID();
      const submit = () => central.post(`${PROTOCOLS}/${id}/submission`, {}, { key });
      expect((await submit()).status).toBe(422);
      await restart();

      for (const party of ['INPS', 'HOST']) {
        for (const role of ['RESPONSABILE', 'REFERENTE_TECNICO']) {
          const officer = { party, role, person: namedPerson(90), office: 'Ufficio di prova' };
          await accepted(central.post(`${PROTOCOLS}/${id}/officers`, officer));
        }
      }

      const submitted = await submit();
      expect(submitted.status).toBe(200);
      expect(told(await submit())).toEqual(told(submitted));
      expect(await effects(key)).toEqual(['ProtocolSubmitted']);
    });
  });
});
