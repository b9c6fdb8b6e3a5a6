import { createPublicKey, verify } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { toTimestamp } from '#kernel/domain';
import { MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import type { NumberedEvent } from '#use-cases';
import { DeliveredWorld } from '../specification/delivered-world.ts';
import { listAttempts, loadDelivery } from './delivery-state.ts';

const HOUR = 3_600_000;
/** Attempts that one page does not hold. */
const MORE_THAN_A_PAGE = 65;
const worlds: DeliveredWorld[] = [];
async function world(): Promise<DeliveredWorld> {
  const made = new DeliveredWorld({
    log: new MemoryEventStore(),
    readModels: new MemoryReadModelStore(),
    work: new MemoryWorkStore(),
  });
  worlds.push(made);
  await made.start();
  await made.register('one', { nation: true });
  return made;
}
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((made) => made.stop()));
});
/** The id under which a webhook of the subscription `s` comes. */
async function idOf(here: DeliveredWorld, number: number): Promise<string> {
  return `${(await (await here.books()).idOf('s')).replace('.', '-')}_${number}`;
}
/** Waits until what is stored says so. */
async function stored(
  here: DeliveredWorld,
  id: string,
  holds: (through: number, held: number) => boolean,
): Promise<void> {
  for (;;) {
    const { through, held } = await loadDelivery(here.work, id);
    if (holds(through, held.length)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function personOf({ data }: NumberedEvent): string {
  return (data as { readonly person: string }).person;
}

/** Waits until so many attempts in a row have failed. */
async function failed(here: DeliveredWorld, id: string, failures: number): Promise<void> {
  while ((await loadDelivery(here.work, id)).failures < failures)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Waits until the one event that is held has failed so often. */
async function heldFor(here: DeliveredWorld, id: string, failures: number): Promise<void> {
  while ((await loadDelivery(here.work, id)).held[0]?.failures !== failures)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('webhooks', () => {
  it('bring the events of a subscription, in order by thing and complete by number, signed by both keys', async () => {
    const here = await world();
    await here.subscribed('s');
    for (const kite of ['a', 'b', 'a', 'c', 'b']) await here.flown(kite, '08');
    await here.deliver();
    await here.until(() => here.received.length === 5);
    expect([...here.arrived('/s')].sort()).toEqual([1, 2, 3, 4, 5]);
    for (const { id, event, headers, body } of here.received) {
      expect(id).toBe(await idOf(here, event.number));
      const { shared, publicKey } = here.keys.of('s', 1);
      expect(new Webhook(shared).verify(body, headers as Record<string, string>)).toMatchObject({
        number: event.number,
      });
      const signature = /v1a,(\S+)/.exec(String(headers['webhook-signature']))?.[1] ?? '';
      const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
      const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
      const signed = Buffer.from(`${id}.${String(headers['webhook-timestamp'])}.${body}`);
      expect(verify(null, signed, key, Buffer.from(signature, 'base64'))).toBe(true);
    }
    await stored(here, 's', (through) => through === 5);
  });

  it('are sent no more where that was to end while it began, as the log was away', async () => {
    const here = await world();
    const log = Promise.withResolvers<string>();
    const deliverer = here.deliverer({ log: { logId: () => log.promise } });
    const started = deliverer.start();
    await deliverer.stop();
    log.resolve(await here.log.logId());
    await started;
    await deliverer.ended();
    expect(deliverer.failure).toBeUndefined();
  });

  it.each([
    ['a codice fiscale', 'RSSMRA80A01H501U', 'RSSMRA'],
    ['an IBAN', 'IT60 X054 2811 1010 0000 0123 456', 'X054'],
  ])('keep nothing of %s with which an answer is cut off', async (_what, personal, trace) => {
    const here = await world();
    await here.subscribed('s');
    here.answers = (_, response) => void response.end(`${'x '.repeat(507)}${personal}`);
    await here.flown('a', '08');
    await here.deliver();
    await stored(here, 's', (through) => through === 1);
    const { attempts } = await listAttempts(here.work, 's', { before: undefined, limit: 1, now: Date.now() });
    expect(attempts).toMatchObject([{ status: 200 }]);
    expect(JSON.stringify(attempts)).not.toContain(trace);
  });

  it.each([
    ['repeats all of it', ({ body }: { readonly body: string }) => body],
    ['is cut off in it', ({ event }: { readonly event: NumberedEvent }) => `${'x'.repeat(1_010)}${personOf(event)}`],
    ['repeats it in capitals', ({ event }: { readonly event: NumberedEvent }) => personOf(event).toUpperCase()],
  ])('keep nothing of the id of a person, where an answer %s: it would outlive their erasure', async (_how, answer) => {
    const here = await world();
    await here.subscribed('s');
    here.answers = (told, response) => void response.end(answer(told));
    await here.lent('a', 'somebody', '08');
    await here.deliver();
    await stored(here, 's', (through) => through === 1);
    const { attempts } = await listAttempts(here.work, 's', { before: undefined, limit: 1, now: Date.now() });
    expect(attempts).toMatchObject([{ status: 200, answer: '[left out: the id of a person]' }]);
  });

  it('are not sent before the endpoint is proven, while paused, after closing, or to who was withdrawn', async () => {
    const here = await world();
    await here.register('gone', { nation: true });
    await here.open('unproven', 'one');
    await here.deliveryChange('unproven', 'SubscriptionEndpointSet', { url: `${here.url}/unproven`, keys: 1 });
    await here.open('withdrawn', 'gone');
    await here.deliveryChange('withdrawn', 'SubscriptionEndpointSet', { url: `${here.url}/withdrawn`, keys: 1 });
    await here.deliveryChange('withdrawn', 'SubscriptionEndpointProven', {});
    for (const id of ['paused', 'closed', 'live']) await here.subscribed(id);
    await here.flown('a', '08');
    await here.deliveryChange('paused', 'SubscriptionDeliveryPaused', { reason: 'Prova' });
    await here.closeSubscription('closed');
    await here.withdraw('gone');
    await here.settled();
    await here.deliver();
    await here.until(() => here.arrived('/live').length === 1);
    await here.deliveryChange('paused', 'SubscriptionDeliveryResumed', {});
    await here.until(() => here.arrived('/paused').length === 1);
    expect(new Set(here.received.map(({ path }) => path))).toEqual(new Set(['/live', '/paused']));
  });

  it('come in turn to all who share a machine: nobody waits until others have all of theirs', async () => {
    const here = await world();
    const ids = Array.from({ length: 40 }, (_, number) => `s${number}`);
    for (const id of ids) await here.subscribed(id);
    for (let kite = 0; kite < 24; kite += 1) await here.flown(`kite-${kite}`, '08');
    await here.settled();
    await here.deliver();
    await here.until(() => here.received.length === ids.length * 24);
    const paths = here.received.map(({ path }) => path);
    const firsts = ids.map((id) => paths.indexOf(`/${id}`));
    const lasts = ids.map((id) => paths.lastIndexOf(`/${id}`));
    expect(Math.max(...firsts)).toBeLessThan(Math.min(...lasts));
  });

  it('that fail hold up what is about the same thing alone, are tried again under the same id, and are all told of', async () => {
    const here = await world();
    await here.subscribed('s');
    let isRefusing = true;
    here.answers = ({ event }, response) => {
      response.statusCode = isRefusing && event.subject === 'a' ? 500 : 204;
      response.end(isRefusing && event.subject === 'a' ? 'codice RSSMRA80A01H501U' : 'ok');
    };
    for (const kite of ['a', 'b', 'a', 'b', 'c']) await here.flown(kite, '08');
    await here.deliver();
    await here.until(() => here.received.length >= 4);
    await stored(here, 's', (through, held) => through === 5 && held === 1);
    isRefusing = false;
    here.ahead = HOUR;
    await here.until(() => here.received.length === 6);
    const ofA = here.received.filter(({ event }) => event.subject === 'a').map(({ id }) => id);
    expect(ofA).toEqual(await Promise.all([1, 1, 3].map((number) => idOf(here, number))));
    await stored(here, 's', (through, held) => through === 5 && held === 0);
    const { attempts } = await listAttempts(here.work, 's', { before: undefined, limit: 100, now: Date.now() + HOUR });
    expect(attempts.filter(({ number }) => number === 1).map(({ status }) => status)).toEqual([204, 500]);
    expect(JSON.stringify(attempts)).not.toContain('RSSMRA80A01H501U');
    const [first, second, ...others] = attempts;
    const page = await listAttempts(here.work, 's', { before: undefined, limit: 2, now: Date.now() });
    expect(page.attempts).toEqual([first, second]);
    expect((await listAttempts(here.work, 's', { before: page.next, limit: 100, now: Date.now() })).attempts).toEqual(
      others,
    );
    const later = await listAttempts(here.work, 's', { before: undefined, limit: 9, now: Date.now() + 31 * 24 * HOUR });
    expect(later.attempts).toEqual([]);
  });

  it.each(['paused', 'closed'])('are forgotten after 30 days, also where nothing is sent any more: %s', async (how) => {
    const here = await world();
    await here.subscribed('s');
    for (let kite = 0; kite < MORE_THAN_A_PAGE; kite += 1) await here.flown(`kite-${kite}`, '08');
    const before = await here.deliver();
    await stored(here, 's', (through) => through === MORE_THAN_A_PAGE);
    if (how === 'closed') await here.closeSubscription('s');
    else await here.deliveryChange('s', 'SubscriptionDeliveryPaused', { reason: 'Prova' });
    await here.settled();
    await before.stop();
    const attempts = async (): Promise<number> => {
      const asked = { before: undefined, limit: 100, now: Date.now() };
      return (await listAttempts(here.work, 's', asked)).attempts.length;
    };
    expect(await attempts()).toBe(MORE_THAN_A_PAGE);
    here.ahead = 31 * 24 * HOUR;
    const after = await here.deliver();
    // It has looked once, and stored what came of that.
    await after.stop();
    expect(await attempts()).toBe(0);
  });

  it('follow their owner and the scope while an event that cannot be published holds all others back', async () => {
    const here = await world();
    await here.subscribed('s');
    await here.flown('a', '08');
    await here.deliver();
    await stored(here, 's', (through) => through === 1);
    await here.flown('x', '08', 'torn');
    await here.deliveryChange('s', 'SubscriptionDeliveryReplayed', { from: 1 });
    await here.until(() => here.received.length === 2);
    await here.change('one', { regions: ['12'] });
    await here.deliveryChange('s', 'SubscriptionDeliveryReplayed', { from: 1 });
    await here.until(() => here.received.length === 3);
    expect(here.received.map(({ event }) => event.withheld ?? false)).toEqual([false, false, true]);
  });

  it('end with the integration, and are withheld with its scope, at once, though nothing is published meanwhile', async () => {
    const here = await world();
    await here.register('gone', { nation: true });
    await here.open('withdrawn', 'gone');
    await here.deliveryChange('withdrawn', 'SubscriptionEndpointSet', { url: `${here.url}/withdrawn`, keys: 1 });
    await here.deliveryChange('withdrawn', 'SubscriptionEndpointProven', {});
    for (const id of ['paused', 'live']) await here.subscribed(id);
    let isAway = true;
    here.answers = (_, response) => void response.writeHead(isAway ? 503 : 204).end();
    await here.flown('a', '08');
    await here.deliver();
    for (const id of ['withdrawn', 'paused', 'live']) await heldFor(here, id, 1);
    await here.runner.stop();
    await here.withdraw('gone');
    await here.deliveryChange('paused', 'SubscriptionDeliveryPaused', { reason: 'Prova' });
    await here.change('one', { regions: ['12'] });
    isAway = false;
    here.ahead = HOUR;
    await stored(here, 'live', (through, held) => through === 1 && held === 0);
    expect(here.received.filter(({ path }) => path === '/live').map(({ event }) => event.withheld)).toEqual([
      undefined,
      true,
    ]);
    expect([here.arrived('/withdrawn'), here.arrived('/paused')]).toEqual([[1], [1]]);
  });

  it('end with 410, and say so', async () => {
    const here = await world();
    await here.subscribed('s');
    here.answers = (_, response) => void response.writeHead(410).end();
    await here.flown('a', '08');
    await here.flown('a', '08');
    await here.deliver();
    await here.until(() => here.stopped.length === 1);
    expect(here.stopped).toEqual([{ id: 's', why: 'ENDPOINT_GONE' }]);
    expect(here.arrived('/s')).toEqual([1]);
  });

  it('end with 410 at once, also where that cannot be written down yet, or something else changes meanwhile', async () => {
    const here = await world();
    await here.subscribed('s');
    here.lostStops = 1;
    here.answers = (_, response) => void response.writeHead(410).end();
    await here.flown('a', '08');
    await here.flown('b', '08');
    await here.deliver();
    await here.until(() => here.received.length > 0);
    await here.change('one', { regions: ['08'] });
    await here.until(() => here.stopped.length === 1);
    expect(here.received.length).toBeLessThanOrEqual(2);
  });

  it('rest when their receiver is away, are stopped after three days, and go on where they ended', async () => {
    const here = await world();
    await here.subscribed('s');
    let isAway = true;
    here.answers = (_, response) => void response.writeHead(isAway ? 503 : 204).end();
    for (let kite = 0; kite < 20; kite += 1) await here.flown(`k${kite}`, '08');
    await here.deliver();
    await failed(here, 's', 3);
    expect(here.received.length).toBeLessThan(10);
    let { failures } = await loadDelivery(here.work, 's');
    while (here.stopped.length === 0) {
      // Longer than any rest.
      here.ahead += 25 * HOUR;
      failures += 1;
      await failed(here, 's', failures);
    }
    expect(here.stopped).toEqual([{ id: 's', why: 'FAILED_TOO_LONG' }]);
    isAway = false;
    await here.deliveryChange('s', 'SubscriptionDeliveryResumed', {});
    await stored(here, 's', (through, held) => through === 20 && held === 0);
  });

  it('that one event is refused again and again does not hold up others, however few there are', async () => {
    const here = await world();
    await here.subscribed('s');
    here.answers = ({ event }, response) => void response.writeHead(event.subject === 'a' ? 400 : 204).end();
    await here.flown('a', '08');
    await here.deliver();
    for (let failures = 1; failures < 5; failures += 1) {
      await failed(here, 's', failures);
      here.ahead += 25 * HOUR;
    }
    await failed(here, 's', 5);
    await here.flown('b', '08');
    await here.until(() => here.arrived('/s').includes(2));
    expect(here.stopped).toEqual([]);
  });

  it('are stopped after three days, too, where one event alone waits for a receiver that is away', async () => {
    const here = await world();
    await here.subscribed('s');
    let isAway = true;
    here.answers = (_, response) => void response.writeHead(isAway ? 503 : 204).end();
    await here.flown('a', '08');
    await here.deliver();
    for (let failures = 1; here.stopped.length === 0; failures += 1) {
      await failed(here, 's', failures);
      here.ahead += 25 * HOUR;
    }
    expect(here.stopped).toEqual([{ id: 's', why: 'FAILED_TOO_LONG' }]);
    isAway = false;
    await here.deliveryChange('s', 'SubscriptionDeliveryResumed', {});
    await stored(here, 's', (through, held) => through === 1 && held === 0);
  });

  it('wait for their owner where one event was refused for three days, and others were delivered meanwhile', async () => {
    const here = await world();
    await here.subscribed('s');
    here.answers = ({ event }, response) => void response.writeHead(event.subject === 'a' ? 400 : 204).end();
    await here.flown('a', '08');
    await here.deliver();
    for (let attempts = 1; attempts <= 10; attempts += 1) {
      await heldFor(here, 's', attempts);
      await here.flown('b', '08');
      await stored(here, 's', (through) => through === attempts + 1);
      here.ahead += 25 * HOUR;
    }
    expect((await loadDelivery(here.work, 's')).held).toEqual([{ numbers: [1], failures: 10, nextAt: null }]);
    expect(here.stopped).toEqual([]);
  });

  it('go on after a receiver was away for a moment, however many were out just then', async () => {
    const here = await world();
    await here.subscribed('s');
    for (let kite = 0; kite < 40; kite += 1) await here.flown(`k${kite}`, '08');
    await here.deliver();
    await stored(here, 's', (through) => through === 40);
    const unanswered: ServerResponse[] = [];
    here.answers = (_, response) => void unanswered.push(response);
    for (let kite = 0; kite < 40; kite += 1) await here.flown(`k${kite}`, '08');
    await here.until(() => unanswered.length === 32);
    here.answers = (_, response) => void response.end();
    for (const response of unanswered) response.writeHead(503).end();
    await stored(here, 's', (_through, held) => held === 32);
    expect(here.stopped).toEqual([]);
    here.ahead = HOUR;
    await stored(here, 's', (through, held) => through === 80 && held === 0);
  });

  it('go on at another endpoint, whatever the one of before still answers', async () => {
    const here = await world();
    await here.subscribed('s', '/before');
    const unanswered: ServerResponse[] = [];
    here.answers = ({ path }, response) => {
      if (path === '/before') unanswered.push(response);
      else response.end();
    };
    await here.flown('a', '08');
    await here.deliver();
    await here.until(() => unanswered.length === 1);
    await here.deliveryChange('s', 'SubscriptionEndpointSet', { url: `${here.url}/after`, keys: 2 });
    await here.deliveryChange('s', 'SubscriptionEndpointProven', {});
    await here.flown('b', '08');
    await here.until(() => here.arrived('/after').includes(2));
    for (const response of unanswered) response.writeHead(410).end();
    await stored(here, 's', (_through, held) => held === 1);
    expect(here.stopped).toEqual([]);
    here.ahead = HOUR;
    await here.until(() => here.arrived('/after').includes(1));
  });

  it('leave out what its owner skips', async () => {
    const here = await world();
    await here.subscribed('s');
    here.answers = ({ event }, response) => void response.writeHead(event.number === 1 ? 400 : 204).end();
    await here.flown('a', '08');
    await here.flown('a', '08');
    await here.deliver();
    await stored(here, 's', (_through, held) => held === 1);
    const book = await (await here.books()).idOf('s');
    await here.deliveryChange('s', 'SubscriptionEventSkipped', { number: 1, book, reason: 'Prova' });
    await stored(here, 's', (through, held) => through === 2 && held === 0);
    expect(here.arrived('/s')).toEqual([1, 2]);
  });

  it('leave nothing out for what was skipped in books that have ended: there the number was of another event', async () => {
    const here = await world();
    await here.subscribed('s');
    for (const named of [{}, { book: 's.00000000' }]) {
      await here.deliveryChange('s', 'SubscriptionEventSkipped', { number: 1, ...named, reason: 'Prova' });
    }
    await here.flown('a', '08');
    await here.deliver();
    await stored(here, 's', (through, held) => through === 1 && held === 0);
    expect(here.arrived('/s')).toEqual([1]);
  });

  it('are sent once more from a number or a time on, under the ids of before', async () => {
    const here = await world();
    await here.subscribed('s');
    for (let flight = 0; flight < 3; flight += 1) await here.flown('a', '08');
    await here.deliver();
    await stored(here, 's', (through) => through === 3);
    await here.deliveryChange('s', 'SubscriptionDeliveryReplayed', { from: 2 });
    await here.until(() => here.received.length === 5);
    await stored(here, 's', (through) => through === 3);
    const since = here.received.find(({ event }) => event.number === 3)?.event.time;
    await here.deliveryChange('s', 'SubscriptionDeliveryReplayed', { since });
    await here.until(() => here.received.length === 6);
    expect(here.received.map(({ id }) => id)).toEqual(
      await Promise.all([1, 2, 3, 2, 3, 3].map((number) => idOf(here, number))),
    );
  });

  it('are sent once more, and what was not delivered before that is sent all the same', async () => {
    const here = await world();
    await here.subscribed('s');
    let isRefusing = true;
    here.answers = ({ event }, response) => {
      response.writeHead(isRefusing && event.number === 1 ? 500 : 204).end();
    };
    await here.flown('a', '08');
    await here.flown('b', '08');
    await here.deliver();
    await stored(here, 's', (through, held) => through === 2 && held === 1);
    isRefusing = false;
    await here.deliveryChange('s', 'SubscriptionDeliveryReplayed', { from: 2 });
    await here.until(() => here.arrived('/s').length === 4);
    expect([...here.arrived('/s')].sort()).toEqual([1, 1, 2, 2]);
  });

  it('say nothing of who was erased meanwhile', async () => {
    const here = await world();
    await here.subscribed('s');
    await here.lent('a', 'somebody', '08');
    await here.erase('somebody');
    await here.deliver();
    await here.until(() => here.received.length === 2);
    const [lent] = here.received.filter(({ event }) => event.number === 1);
    expect(lent?.event.data).not.toHaveProperty('person');
  });

  it('are signed by the keys of before, too, until the time that was said', async () => {
    const here = await world();
    await here.subscribed('s');
    await here.deliveryChange('s', 'SubscriptionKeysRotated', { keys: 2, formerUntil: toTimestamp(Date.now() + HOUR) });
    await here.flown('a', '08');
    await here.deliver();
    await here.until(() => here.received.length === 1);
    here.ahead = 2 * HOUR;
    await here.flown('a', '08');
    await here.until(() => here.received.length === 2);
    const [early, late] = here.received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length);
    expect([early, late]).toEqual([4, 2]);
  });

  it('are signed by the first keys, too, as long as was said, though the second were changed as well', async () => {
    const here = await world();
    await here.subscribed('s');
    for (const [keys, hours] of [
      [2, 3],
      [3, 1],
    ] as const) {
      const formerUntil = toTimestamp(Date.now() + hours * HOUR);
      await here.deliveryChange('s', 'SubscriptionKeysRotated', { keys, formerUntil });
    }
    await here.flown('a', '08');
    await here.deliver();
    await here.until(() => here.received.length === 1);
    here.ahead = 2 * HOUR;
    await here.flown('a', '08');
    await here.until(() => here.received.length === 2);
    const [early, late] = here.received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length);
    expect([early, late]).toEqual([6, 4]);
    const { id, headers, body } = here.received[1]!;
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
    expect(headers['webhook-signature']).toContain(new Webhook(here.keys.of('s', 1).shared).sign(id, at, body));
  });

  it('to a receiver that never answers do not delay others', async () => {
    const here = await world();
    await here.subscribed('dead');
    await here.subscribed('live');
    here.answers = ({ path }, response) => {
      if (path === '/live') response.end();
    };
    for (let kite = 0; kite < 200; kite += 1) await here.flown(`k${kite}`, '08');
    await here.deliver(60_000);
    await stored(here, 'live', (through) => through === 200);
    expect(here.arrived('/dead').length).toBeLessThanOrEqual(4);
  });

  it('to many receivers that never answer do not delay another at the same host', async () => {
    const here = await world();
    for (let dead = 0; dead < 9; dead += 1) await here.subscribed(`dead-${dead}`);
    here.answers = ({ path }, response) => {
      if (path === '/live') response.end();
    };
    for (let kite = 0; kite < 4; kite += 1) await here.flown(`k${kite}`, '08');
    await here.deliver(600_000);
    await here.until(() => here.received.length >= 32);
    await here.subscribed('live');
    await here.flown('k', '08');
    await here.until(() => here.arrived('/live').length === 1);
  });
});

describe('whoever delivers after another', () => {
  it('goes on under the same ids, and nothing is left out, though who was frozen wakes again', async () => {
    const here = await world();
    await here.subscribed('s');
    const before = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      const deliverer = await here.deliver();
      const seen = here.received.length;
      for (let kite = 0; kite < 30; kite += 1) await here.flown(`k${kite % 7}`, '08');
      await here.until(() => here.received.length > seen + 5);
      before.add(String(deliverer.failure));
    }
    await stored(here, 's', (through, held) => through === 150 && held === 0);
    const numbers = here.arrived('/s');
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, at) => at + 1));
    for (const { id, event } of here.received) expect(id).toBe(await idOf(here, event.number));
    const firsts = new Map<string, number[]>();
    const had = new Set<number>();
    for (const { event } of here.received) {
      if (had.has(event.number)) continue;
      had.add(event.number);
      firsts.set(event.subject!, [...(firsts.get(event.subject!) ?? []), event.number]);
    }
    for (const ofThing of firsts.values()) expect(ofThing).toEqual([...ofThing].sort((a, b) => a - b));
  });
});
