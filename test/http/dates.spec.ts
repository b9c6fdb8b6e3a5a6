import { weekdayOf } from '#italy';
import { ROLES, type Role } from '#use-cases';
import { accepted, AGENDAS, seedAgenda } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';
import { sendText, textFields, type TextField } from './support/text-fields.ts';

const NEVER = ['0000-01-01', '0001-12-31', '1500-03-02', '9999-12-31', '2026-02-30', '2026-13-01'];
const EARLY = [...NEVER, '1899-12-31', '2200-01-01'];
/** Acts from before 1900 are in force. */
const isOfOldAct = (name: string): boolean => name.endsWith('recognitionAct.date');

const fields = textFields();
const dates = fields.filter(({ checks }) => checks.includes('isRealDate'));
const instants = fields.filter(({ checks }) => checks.includes('isInstant'));

describe('dates', () => {
  let server: TestServer;
  const tokens = new Map<Role, string>();

  beforeAll(async () => {
    // A few principals ask for each of the many fields.
    server = await TestServer.start({}, { RETE_PUNTI_RATE_LIMIT: '0' });
    for (const role of ROLES) {
      const where = { region: '12', province: '058', unit: 'DP-058', host: 'h', integration: 'i' };
      const request = role === 'citizen' ? { role, fiscalCode: fictitiousPerson(1).fiscalCode } : { role, ...where };
      tokens.set(role, await server.token(request));
    }
  });
  afterAll(() => server.close());

  const sent = (field: TextField, text: string): Promise<Answer> =>
    sendText(server, { field, text, token: tokens.get(field.role)! });
  const isRefused = async (field: TextField, text: string): Promise<boolean> => {
    const { status, body } = await sent(field, text);
    const { errors = [] } = body as { errors?: { field: string }[] };
    // Where the items of a list have no names, the list is named.
    const named = field.field.replace(/\.0$/, '');
    return status === 400 && errors.some((error) => error.field === named);
  };

  it('are looked for in many fields', () => {
    expect(dates.length).toBeGreaterThan(15);
    expect(instants.length).toBeGreaterThan(0);
  });

  it.each(dates.map((field) => [`${field.useCase}.${field.field}`, field] as const))(
    'that no law could mean are refused: %s',
    async (name, field) => {
      const wrong = isOfOldAct(name) ? NEVER : EARLY;
      const right = isOfOldAct(name) ? ['1861-03-17', '1899-12-31'] : ['1900-01-01', '2026-03-02', '2199-12-31'];

      expect(await Promise.all(wrong.map((text) => isRefused(field, text)))).toEqual(wrong.map(() => true));
      expect(await Promise.all(right.map((text) => isRefused(field, text)))).toEqual(right.map(() => false));
    },
  );

  it.each(instants.map((field) => [`${field.useCase}.${field.field}`, field] as const))(
    'of points in time that no law could mean are refused: %s',
    async (_name, field) => {
      const wrong = [
        '0000-01-01T00:00:00Z',
        '1899-12-31T12:00:00+01:00',
        '9999-12-31T23:59:59Z',
        '2026-02-30T00:00:00Z',
      ];

      expect(await Promise.all(wrong.map((text) => isRefused(field, text)))).toEqual(wrong.map(() => true));
      expect(await isRefused(field, '2026-03-02T09:00:00+01:00')).toBe(false);
    },
  );
});

describe('the end of the day', () => {
  let server: TestServer;
  let central: Api;

  beforeAll(async () => {
    server = await TestServer.start();
    central = new Api(server.running.url, await server.token());
  });
  afterAll(() => server.close());

  it('may end an opening band, whose last slot ends at midnight, and begins none', async () => {
    const { agendaId, date } = await seedAgenda(central, { slotMinutes: 30 });
    const hours = { weekday: weekdayOf(date), capacity: 1, validFrom: date };
    const bands = `${AGENDAS}/${agendaId}/opening-bands`;

    const { position } = await accepted(central.post(bands, { ...hours, from: '23:00', to: '24:00' }));
    for (const [from, to, field] of [
      ['24:00', '24:00', 'from'],
      ['22:00', '24:01', 'to'],
      ['22:00', '25:00', 'to'],
    ]) {
      const problem = expectProblem(await central.post(bands, { ...hours, from, to }), 400, 'INVALID_REQUEST');
      expect(wrongFields(problem)).toEqual([field]);
    }
    const { body } = await central.get(`${AGENDAS}/${agendaId}?minPosition=${position}`);
    expect((body as { bands: object[] }).bands).toContainEqual(expect.objectContaining({ from: '23:00', to: '24:00' }));
  });
});
