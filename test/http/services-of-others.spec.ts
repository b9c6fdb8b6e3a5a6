import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servicePointSettings } from '#service-points';
import { readSettings } from '#use-cases';
import { seedAgenda, TERRITORY } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { expectProblem, TestServer } from './support/server.ts';

const VARIABLE = 'RETE_PUNTI_SERVICES_OF_OTHERS';
const POINTS = '/rest/service-points/v1/punti-cliente';
const row = { owner: 'aci', id: 'bollo-auto', name: 'Bollo auto', serviceClass: 'CONSULTAZIONE' };

describe('K4: services of other bodies', () => {
  const directory = mkdtempSync(join(tmpdir(), 'services-of-others-'));
  const fileWith = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  const wrongWith = (path: string) => readSettings(servicePointSettings, { [VARIABLE]: path }).wrong;
  let server: TestServer;
  let central: Api;

  beforeAll(async () => {
    server = await TestServer.start({ environment: { [VARIABLE]: fileWith('rows.json', JSON.stringify([row])) } });
    central = new Api(server.running.url, await server.token());
  });
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  it('are refused at the start where they are wrong, each with what is and what must be', () => {
    expect(wrongWith(join(directory, 'nowhere.json'))).toEqual([
      expect.stringContaining('nowhere.json", but must be the path of a file of JSON that can be read.'),
    ]);
    const wrong = fileWith('wrong.json', JSON.stringify([row, { ...row, id: 'x-y', serviceClass: 'ALTRO' }, row]));
    expect(wrongWith(wrong)).toEqual([
      expect.stringMatching(
        /^RETE_PUNTI_SERVICES_OF_OTHERS is row 2 with the serviceClass "ALTRO", but must be given one/,
      ),
      expect.stringMatching(/is row 3 with the id aci:bollo-auto once more, but must be left out\.$/),
    ]);
  });

  it('stand in the catalogue with their owner and no service line, and are booked nowhere', async () => {
    const { items } = (await central.get('/rest/agenda/v1/services')).body as { items: { id: string }[] };
    expect(items.find(({ id }) => id === 'aci:bollo-auto')).toEqual({
      ...{ ...row, id: 'aci:bollo-auto', germanName: 'Bollo auto', serviceLine: null, secondPerson: false },
    });
    const { day, starts } = await seedAgenda(central);
    const desk = central.with(await server.token({ role: 'desk-operator', id: 'desk', ...TERRITORY }));
    const booking = { start: starts[0], mode: 'IN_PERSON', citizen: fictitiousPerson(1) };
    const refused = await desk.post(`${day}/appointments`, { ...booking, serviceId: 'aci:bollo-auto' });
    expect(refused.status).toBe(400);
    expectProblem(
      await desk.post(`${day}/appointments`, { ...booking, serviceId: 'bollo-auto' }),
      422,
      'SERVICE_UNKNOWN',
    );
  });

  it('are listed by a point, with the body that owns each', async () => {
    expect(await listedAt(central, server)).toEqual([
      ...Array.from({ length: 2 }, () => ({
        services: ['estratto-conto-contributivo', 'aci:bollo-auto'],
        servicesOfOthers: [{ id: 'aci:bollo-auto', owner: 'aci' }],
      })),
    ]);
  });

  /** A point that lists one, as its page and the register tell it. */
  async function listedAt(api: Api, on: TestServer): Promise<unknown[]> {
    const { body: host } = await api.post('/rest/organisation/v1/host-bodies', {
      ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo', fiscalCode: '80078750587', ipaCode: 'c_demo' },
      ...{ region: '08', province: '037' },
    });
    const regional = api.with(await on.token({ role: 'regional', id: 'officer', region: '08' }));
    const { body: asked } = await regional.post(POINTS, {
      ...{ hostBodyId: (host as { id: string }).id, kind: 'INFORMATIVO', region: '08', province: '037' },
      ...{ municipality: 'A944', address: { street: 'Piazza Maggiore 6', postalCode: '40124' } },
    });
    const point = `${POINTS}/${(asked as { id: string }).id}`;
    expect((await regional.post(`${point}/approval`, {})).status).toBe(200);
    const services = ['estratto-conto-contributivo', 'aci:bollo-auto'];
    const { status, body } = await regional.post(`${point}/services`, { services });
    expect([status, body]).toMatchObject([200, {}]);
    const { position } = body as { position: string };
    const page = await regional.get(`${point}?minPosition=${position}`);
    const register = await regional.get(`${POINTS}?minPosition=${position}`);
    const told = [page.body, (register.body as { items: unknown[] }).items[0]] as {
      services: unknown;
      servicesOfOthers: unknown;
    }[];
    return told.map(({ services: all, servicesOfOthers }) => ({ services: all, servicesOfOthers }));
  }
});
