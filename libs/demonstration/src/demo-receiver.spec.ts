import { Webhook } from 'standardwebhooks';
import { hashOfNothing, nextHash } from '#integration';
import { DemoReceiver } from './demo-receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const BOOK = 'subscription.00000001';

describe('the receiver of the demonstration', () => {
  let receiver: DemoReceiver;

  beforeEach(async () => {
    receiver = await DemoReceiver.start();
    receiver.trust(SECRET);
  });
  afterEach(() => receiver.close());

  /** Sends it a body, signed by the library of Standard Webhooks. */
  async function send(body: object, { secret = SECRET, at = new Date() } = {}): Promise<Response> {
    const text = JSON.stringify(body);
    const headers = {
      ...{ 'webhook-id': 'w1', 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)) },
      'webhook-signature': new Webhook(secret).sign('w1', at, text),
    };
    return fetch(`${receiver.url}/webhooks`, { method: 'POST', headers, body: text });
  }
  const event = (number: number) => ({ book: BOOK, number, id: `id-${String(number)}`, type: 't' });
  const has = async (): Promise<unknown> => (await fetch(`${receiver.url}/book`)).json();

  it('repeats a challenge, and takes an example that has no number', async () => {
    expect(await (await send({ challenge: 'c' })).json()).toEqual({ challenge: 'c' });
    expect((await send({ type: 'example' })).status).toBe(204);
    expect(await has()).toBeNull();
  });

  it('takes nothing that is signed by another, or was at another time', async () => {
    const secret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect((await send(event(1), { secret })).status).toBe(401);
    expect((await send(event(1), { at: new Date(Date.now() - 3_600_000) })).status).toBe(401);
    expect(receiver.number).toBe(0);
  });

  it('counts each event once, whichever comes first, up to the first that is missing', async () => {
    for (const number of [2, 1, 1, 4]) expect((await send(event(number))).status).toBe(204);
    expect(receiver.number).toBe(2);
    await send(event(3));
    const hash = [1, 2, 3, 4].map(event).reduce(nextHash, hashOfNothing(BOOK));
    expect(await has()).toEqual({ book: BOOK, number: 4, hash });
  });
});
