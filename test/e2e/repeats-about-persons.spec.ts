import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { STORE_FILES } from '#store-embedded';
import { seedAgenda, type SeededAgenda } from './support/agenda.ts';
import { expectProblem, type Api } from './support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { fictitiousPerson } from './support/people.ts';

const ERASURES = '/rest/privacy/v1/erasures';

describe('a POST about a person that is repeated with its Idempotency-Key', () => {
  const directory = temporaryDirectory();
  let application: TestApplication;
  let desk: Api;
  let central: Api;
  let agenda: SeededAgenda;
  let number = 7_000;

  async function start(): Promise<void> {
    application = await startApplication({ directory });
    central = await application.as();
    desk = await application.as({ role: 'desk-operator', id: 'desk-clerk', province: '058' });
  }
  beforeAll(async () => {
    await start();
    agenda = await seedAgenda(central, { slots: 2, capacity: 20 });
  });
  afterAll(async () => {
    await application.close();
    rmSync(directory, { recursive: true });
  });

  /** A booking for somebody new, under a key of its own. */
  const booking = () => {
    const citizen = fictitiousPerson((number += 1));
    const body = { start: agenda.starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen };
    const key = randomUUID();
    const send = (changed: object = {}) => desk.post(`${agenda.day}/appointments`, { ...body, ...changed }, { key });
    return { citizen, send };
  };

  it('is answered as at first, also for somebody new, and refused when it names somebody else', async () => {
    const { citizen, send } = booking();
    const first = await send();
    expect(first.status).toBe(201);

    expect((await send()).body).toEqual(first.body);
    expectProblem(await send({ citizen: fictitiousPerson(number + 1_000) }), 409, 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await send({ citizen: { ...citizen, phone: '+39 000 1' } }), 409, 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await send({ start: agenda.starts[1] }), 409, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('is answered after the erasure of the person, and compared by what it says of nobody', async () => {
    const { citizen, send } = booking();
    const first = await send();
    const wish = { fiscalCode: citizen.fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
    const erase = (changed: object = {}) =>
      central.post(ERASURES, { ...wish, ...changed }, { key: `${number} erased` });
    const erased = await erase();
    expect(erased.status).toBe(200);

    expect((await send()).body).toEqual(first.body);
    expect((await erase()).body).toEqual(erased.body);
    expectProblem(await send({ start: agenda.starts[1] }), 409, 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await erase({ ground: 'OBJECTION' }), 409, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('is answered when an older version has kept a hash of all of it, whose key is destroyed', async () => {
    const { send } = booking();
    const first = await send();
    await application.close();
    const change = (store: 'events' | 'keys', sql: string, ...values: string[]): void => {
      const database = new DatabaseSync(join(directory, STORE_FILES[store]));
      database.prepare(sql).run(...values);
      database.close();
    };
    const ofBefore = 'ERVRvBNhxqwTzWjSeMB-Vf2f0H0Q6vtlBYMdqQTrPvA';
    change('events', 'UPDATE claims SET body_hash = ?', ofBefore);
    change('keys', "INSERT INTO secrets SELECT 'body-hash-key', wrapped FROM secrets WHERE name = 'request-hash-key'");

    await start();
    expect((await send()).body).toEqual(first.body);
    const keys = new DatabaseSync(join(directory, STORE_FILES.keys), { readOnly: true });
    expect(
      keys
        .prepare('SELECT name FROM secrets')
        .all()
        .map(({ name }) => name),
    ).not.toContain('body-hash-key');
    keys.close();
  });
});
