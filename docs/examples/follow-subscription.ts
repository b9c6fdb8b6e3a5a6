/*
 * Follows a subscription under its numbers, and asks for a receipt. Ended at any moment it repeats some and omits none.
 *   RETE_PUNTI_TOKEN=… node docs/examples/follow-subscription.ts <url> <subscription> <state file> [receipt]
 */
import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

interface State {
  readonly book: string;
  /** Everything up to it is processed. */
  readonly number: number;
  /** Over all of that. */
  readonly hash: string;
}

const [url = '', subscription = '', file = '', what = 'follow'] = process.argv.slice(2);
const api = `${url}/rest/integration/v1`;
const headers = { authorization: `Bearer ${process.env.RETE_PUNTI_TOKEN ?? ''}`, 'content-type': 'application/json' };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
let state = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;

/** Deals with an event, and only then writes down that it has: what is read twice is known by its number. */
function take({ book, number, id, type, data }: State & { id: string; type: string; data?: object }): void {
  process.stdout.write(`${JSON.stringify({ number, id, type, data })}\n`);
  const before = state?.hash ?? sha256(`rete-punti book ${book}`);
  state = { book, number, hash: sha256(`${before}\n${String(number)}\n${id}\n${type}\n`) };
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

async function follow(): Promise<void> {
  for (;;) {
    const place = state ? `after=${String(state.number)}&book=${state.book}` : 'after=0';
    try {
      const answer = await fetch(`${api}/subscriptions/${subscription}/events?${place}&timeout=30000`, { headers });
      if (answer.status === 409) throw new TypeError(await answer.text());
      if (!answer.ok) throw new Error(`the server answered ${String(answer.status)}`);
      for (const event of (await answer.json()) as Parameters<typeof take>[0][]) take(event);
    } catch (error) {
      // Begun anew, or another fault of ours: nothing that waiting mends. All else is asked for again.
      if (error instanceof TypeError && error.message.startsWith('{')) throw error;
      await pause(200);
    }
  }
}

async function receipt(): Promise<void> {
  const asked = await fetch(`${api}/subscriptions/${subscription}/receipts`, {
    ...{ method: 'POST', headers, body: JSON.stringify(state) },
  });
  const { statement = '', ...said } = (await asked.json()) as { statement?: string };
  if (!asked.ok) throw new Error(JSON.stringify(said));
  const { keys } = (await (await fetch(`${api}/keys`)).json()) as { keys: (JsonWebKey & { kid: string })[] };
  const [header = '', payload = '', signature = ''] = statement.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const key = createPublicKey({ key: keys.find((one) => one.kid === kid) ?? {}, format: 'jwk' });
  const isOurs = verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
  if (!isOurs) throw new Error('the statement is signed by somebody else');
  process.stdout.write(`${Buffer.from(payload, 'base64url').toString()}\n`);
}

await (what === 'receipt' ? receipt() : follow());
