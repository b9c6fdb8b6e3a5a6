import { randomUUID } from 'node:crypto';
import { addDays } from '#italy';
import { accepted, AGENDAS, seedAgenda, TERRITORY, establishUnits } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { expectProblem, TestServer, wrongFields, type Answer } from './support/server.ts';

const HOSTS = '/rest/organisation/v1/host-bodies';

describe('a name', () => {
  let server: TestServer;
  let token: string;
  let central: Api;

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
    central = new Api(server.running.url, token);
  });
  afterAll(() => server.close());

  /** Sends a body of these bytes. */
  const sent = async (bytes: Buffer, contentType: string): Promise<Answer> => {
    const response = await fetch(server.running.url + HOSTS, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID(), 'content-type': contentType },
      body: Uint8Array.from(bytes),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const niccolo = JSON.stringify({ name: 'Niccolò' });

  it('in Latin-1 is no text at all, and never becomes Niccol\ufffd', async () => {
    const latin = Buffer.from(niccolo, 'latin1');
    const problem = expectProblem(await sent(latin, 'application/json'), 400, 'MALFORMED_JSON');

    expect(problem.errors).toEqual([{ field: 'body', code: 'isUtf8', message: 'body must be UTF-8' }]);
    expectProblem(await sent(latin, 'application/json; charset=utf-8'), 400, 'MALFORMED_JSON');
    expectProblem(await sent(latin, 'application/json; charset=iso-8859-1'), 415, 'CHARSET_UNSUPPORTED');
    expectProblem(await sent(Buffer.from(niccolo, 'utf16le'), 'application/json'), 400, 'MALFORMED_JSON');
  });

  it.each([
    ['cut in the middle of a character', Buffer.from(niccolo).subarray(0, -3)],
    ['with a longer form of a character', Buffer.from('{"name":"\xc0\xaf"}', 'latin1')],
    ['with half of a surrogate pair in bytes', Buffer.from('{"name":"\xed\xa0\x80"}', 'latin1')],
  ])('%s is no UTF-8', async (_what, bytes) => {
    expectProblem(await sent(bytes, 'application/json'), 400, 'MALFORMED_JSON');
  });

  it.each(['Ros\u200bsi', 'Rossi\u202e', 'Rossi\u0007', 'Niccol\ufffd', '\ud800'])(
    'with a character that nobody sees or means is refused, written as JSON likes: %j',
    async (name) => {
      const answer = await server.call('POST', HOSTS, { token, body: { name } });

      const problem = expectProblem(answer, 400, 'INVALID_REQUEST');
      expect(problem.errors).toContainEqual(expect.objectContaining({ field: 'name', code: 'isPlainText' }));
    },
  );

  it('has several lines where people write to each other, and one elsewhere', async () => {
    const send = async (more: object) => {
      const directorate = await server.token({ role: 'regional', id: 'directorate', region: TERRITORY.region });
      const body = { kind: 'NOTICE', unit: 'E2E-DR-12', subject: 'Orari', text: 'Buongiorno.', ...more };
      return server.call('POST', '/rest/communications/v1/communications', { token: directorate, body });
    };
    await establishUnits(central);
    const sent = await send({ text: 'Buongiorno,\r\n\r\nchiudiamo alle 12.\n' });
    expect(sent.status).toBe(201);
    const { id, position } = sent.body as { id: string; position: string };
    const { body: thread } = await central.get(`/rest/communications/v1/communications/${id}?minPosition=${position}`);
    expect(JSON.stringify(thread)).toContain(JSON.stringify('Buongiorno,\n\nchiudiamo alle 12.'));
    for (const more of [{ subject: 'Orari\nnuovi' }, { text: 'Campanello \u0007' }]) {
      const problem = expectProblem(await send(more), 400, 'INVALID_REQUEST');
      expect(problem.errors).toMatchObject([{ field: Object.keys(more)[0], code: 'isPlainText' }]);
    }
    const told = expectProblem(await send({ subject: 'Orari\nnuovi' }), 400, 'INVALID_REQUEST').errors?.[0]?.message;
    expect(told).toContain('without line breaks');
  });

  it('is kept in one form: accents with their letters, no blanks around it', async () => {
    const { agendaId, day, date, starts } = await seedAgenda(central, { name: '  Citta\u0300 di Prova ' });
    const { position } = await accepted(
      central.post(`${AGENDAS}/${agendaId}/closures`, {
        ...{ from: addDays(date, 15), until: addDays(date, 15), reason: '\tVacanza perche\u0301 si\u0300\n' },
      }),
    );
    const person = { ...fictitiousPerson(3), givenName: ' Niccolo\u0300', familyName: 'D\u2019Ali\u0301 ' };
    const desk = central.with(await server.token({ role: 'desk-operator', id: 'desk', ...TERRITORY }));
    const booked = await accepted(
      desk.post(`${day}/appointments`, {
        ...{ start: starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: person },
      }),
    );
    const { body: agenda } = await central.get(`${AGENDAS}/${agendaId}?minPosition=${position}`);
    const { body: sheet } = await desk.get(`${day}/sheet?purpose=SPORTELLO&minPosition=${booked.position}`);

    expect(agenda).toMatchObject({
      name: 'Citt\u00e0 di Prova',
      closures: [{ reason: 'Vacanza perch\u00e9 s\u00ec' }],
    });
    expect(sheet).toMatchObject({
      items: [{ citizen: { value: { givenName: 'Niccol\u00f2', familyName: 'D\u2019Al\u00ed' } } }],
    });
  });

  it('that is blank once it is in that form is refused', async () => {
    const answer = await server.call('POST', HOSTS, { token, body: { name: ' \u00a0\t ' } });

    expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toContain('name');
  });
});
