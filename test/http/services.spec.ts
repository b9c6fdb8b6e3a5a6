import { AGENDAS, seedAgenda, TERRITORY } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { expectProblem, TestServer } from './support/server.ts';

const SERVICES = '/rest/agenda/v1/services';
const SERVICE_LINES = '/rest/agenda/v1/service-lines';

describe('services and service lines', () => {
  let server: TestServer;
  let central: Api;
  let desk: Api;
  let day: string;
  let start: string;

  beforeAll(async () => {
    server = await TestServer.start();
    central = new Api(server.running.url, await server.token());
    desk = central.with(await server.token({ role: 'desk-operator', id: 'desk', ...TERRITORY }));
    const seeded = await seedAgenda(central);
    day = seeded.day;
    start = seeded.starts[0]!;
  });
  afterAll(() => server.close());

  const namesOf = async (path: string, name: string): Promise<unknown[]> => {
    const { status, body } = await desk.get(path);
    expect([status, (body as { nextCursor: null }).nextCursor]).toEqual([200, null]);
    return (body as { items: Record<string, unknown>[] }).items.map((item) => item[name]);
  };

  it('are a catalogue, in which each service is of a line, and no id comes twice', async () => {
    const [ids, lines, codes] = [
      await namesOf(SERVICES, 'id'),
      await namesOf(SERVICES, 'serviceLine'),
      await namesOf(SERVICE_LINES, 'code'),
    ];

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('estratto-conto-contributivo');
    expect(codes).toEqual(expect.arrayContaining([...new Set(lines)]));
  });

  it('that the catalogue does not have are refused, and the refusal says where it is', async () => {
    const agenda = {
      ...{ owner: { kind: 'UNIT_DESK', unit: TERRITORY.unit }, name: 'Sportello', serviceLine: 'PENSION' },
      ...{ slotMinutes: 10, modes: ['IN_PERSON'] },
    };
    const line = expectProblem(await central.post(AGENDAS, agenda), 422, 'SERVICE_LINE_UNKNOWN');
    const booking = { start, mode: 'IN_PERSON', serviceId: 'estratto-conto', citizen: fictitiousPerson(1) };
    const service = expectProblem(await desk.post(`${day}/appointments`, booking), 422, 'SERVICE_UNKNOWN');

    expect(line.detail).toContain(SERVICE_LINES);
    expect(service.detail).toContain(SERVICES);
  });

  it('that is unknown registers nobody: the refusal comes before anybody is looked for', async () => {
    const before = await server.events();
    const booking = { start, mode: 'IN_PERSON', serviceId: 'estratto-conto', citizen: fictitiousPerson(2) };
    expectProblem(await desk.post(`${day}/appointments`, booking), 422, 'SERVICE_UNKNOWN');

    expect(await server.events()).toBe(before);
  });
});
