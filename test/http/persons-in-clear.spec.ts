import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesPerson } from '#italy';
import { ROLES, SELF_SERVICE, type Role } from '#use-cases';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { sendText, textFields, type TextField } from './support/text-fields.ts';
import { expectProblem, TestServer, type Answer } from './support/server.ts';
import { standingThings, type StandingThings } from './support/standing-things.ts';

// Invented persons, one of them with omocodia, as people and programs write them.
const SPELLINGS = [
  'RSSMRA85T10A562S',
  'rssmra85t10a562s',
  'RSS MRA 85T10 A562S',
  'RSS-MRA-85T10-A562S',
  'RSSMRA85T10A56NH',
  'RSSMRA85T10A562X',
];
/** Sealed before they are written, or looked up and not written. */
const PERSONAL = /(^|\.)(fiscalCode|(citizen|secondPerson)\.email)$/;

/** What the process writes while something is done, to either stream. */
async function outputOf(work: () => Promise<void>): Promise<string> {
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr];
  const before = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) stream.write = (text: unknown) => lines.push(String(text)) > 0;
  try {
    await work();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = before[index]!;
  }
  return lines.join('');
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) yield* textsIn(member);
}

const fields = textFields();

describe('a codice fiscale', () => {
  let server: TestServer;
  let things: StandingThings;
  let output = '';
  const tokens = new Map<Role, string>();

  beforeAll(async () => {
    server = await TestServer.start(
      // The same citizen holds a slot and has an appointment.
      { environment: { RETE_PUNTI_AGENDA_MAX_OPEN_PER_SERVICE_LINE: '2' } },
      // One principal sends thousands of requests.
      { RETE_PUNTI_LOG: 'json', RETE_PUNTI_ACCESS_LOG: 'on', RETE_PUNTI_RATE_LIMIT: '0' },
    );
    output += await outputOf(async () => {
      things = await standingThings(server);
      for (const role of ROLES) tokens.set(role, await server.token(things.here(role)));
      tokens.set(SELF_SERVICE, things.selfService.here);
    });
  });
  afterAll(() => server.close());

  /** Sends a text in one field of an operation, by whoever may call it. */
  const send = (field: TextField, text: string): Promise<Answer> =>
    sendText(server, { field, text, token: tokens.get(field.role)! });

  it('is refused in every text of every request, unless the field is personal', async () => {
    expect(fields.length).toBeGreaterThan(100);
    const missed: string[] = [];
    output += await outputOf(async () => {
      for (const [at, field] of fields.entries()) {
        if (PERSONAL.test(field.field)) continue;
        const answer = await send(field, SPELLINGS[at % SPELLINGS.length]!);
        const errors = (answer.body as { errors?: { field: string; code: string }[] }).errors ?? [];
        const isNamed = errors.some((error) => error.field === field.field && error.code === 'namesNobody');
        if (answer.status !== 400 || !isNamed) missed.push(`${field.useCase}.${field.field}: ${answer.status}`);
      }
    });

    expect(missed).toEqual([]);
  });

  it('is not alone: the number of an account is refused in the same texts', async () => {
    const missed: string[] = [];
    output += await outputOf(async () => {
      for (const field of fields) {
        if (PERSONAL.test(field.field)) continue;
        const { status, body } = await send(field, 'IT60 X054 2811 1010 0000 0123 456');
        const { errors = [] } = body as { errors?: { field: string; code: string }[] };
        const isRefused = errors.some((error) => error.field === field.field && error.code === 'holdsNoAccount');
        if (status !== 400 || !isRefused) missed.push(`${field.useCase}.${field.field}: ${status}`);
      }
    });

    expect(missed).toEqual([]);
  });

  it.each(SPELLINGS)(
    'is refused however it is written, as officer, operator, unit, service and key: %s',
    async (text) => {
      const some = fields.filter(({ field }) => /(officerId|operatorId|serviceId|reason|name|code)$/.test(field));
      output += await outputOf(async () => {
        for (const field of some) {
          const problem = expectProblem(await send(field, text), 400, 'INVALID_REQUEST');
          expect(problem.errors).toContainEqual(expect.objectContaining({ field: field.field, code: 'namesNobody' }));
        }
        const answer = await server.call('POST', '/rest/organisation/v1/host-bodies', {
          ...{ token: tokens.get('central')!, key: text, body: {} },
        });
        expectProblem(answer, 400, 'IDEMPOTENCY_KEY_INVALID');
        await expect(server.token({ role: 'central', id: text.replaceAll(' ', '.') })).rejects.toThrow('claim sub');
      });
    },
  );

  it('is no way to know a person by, and neither is an address of mail: where tokens name somebody, an opaque id stands', async () => {
    const ids = fields.filter(({ field }) => /(operatorId|personInCharge)$/.test(field));
    expect(ids.map(({ useCase }) => useCase)).toEqual(
      expect.arrayContaining(['RequestOperatorAuthorization', 'TakeChargeOfCommunication']),
    );
    output += await outputOf(async () => {
      for (const field of ids.filter(({ method }) => method === 'POST')) {
        const problem = expectProblem(await send(field, 'm.rossi@comune.example.it'), 400, 'INVALID_REQUEST');
        expect(problem.errors).toContainEqual(expect.objectContaining({ field: field.field, code: 'matches' }));
      }
    });
    await expect(server.token({ role: 'central', id: 'm.rossi@inps.example' })).rejects.toThrow('claim sub');
  });

  it('stands nowhere in the log, in no line of the output and in no file', async () => {
    const booked = fictitiousPerson(1).fiscalCode;
    const clear: string[] = [];
    for await (const { events } of server.running.stores.eventStore.readLog({ after: '0' })) {
      for (const event of events) clear.push(...[...textsIn(event)].filter(namesPerson));
    }

    expect(clear).toEqual([]);
    expect(output).toContain(' trace ');
    expect(output.split('\n').filter(namesPerson)).toEqual([]);
    for (const file of readdirSync(server.directory)) {
      const bytes = readFileSync(join(server.directory, file)).toString('latin1').toUpperCase();
      for (const code of [booked, ...SPELLINGS])
        expect([file, bytes.includes(code.toUpperCase())]).toEqual([file, false]);
    }
  });
});
