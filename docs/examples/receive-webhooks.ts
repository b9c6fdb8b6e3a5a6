/*
 * Takes the webhooks of a subscription, and asks for a receipt. Ended at any moment it repeats some and omits none.
 *   WEBHOOK_SECRET=whsec_… node docs/examples/receive-webhooks.ts <url> <subscription> <state file> <port>
 *   RETE_PUNTI_TOKEN=… node docs/examples/receive-webhooks.ts <url> <subscription> <state file> receipt
 */
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

type Told = Readonly<Record<'book' | 'id' | 'type', string>> & { readonly number: number };
/** All up to a number, the hash over that, and what came before its turn: about other things it comes side by side. */
type State = { readonly book: string; readonly number: number; readonly hash: string; readonly early: readonly Told[] };

const [url = '', subscription = '', file = '', what = ''] = process.argv.slice(2);
const api = `${url}/rest/integration/v1/subscriptions/${subscription}`;
const { WEBHOOK_SECRET = '', RETE_PUNTI_TOKEN = '' } = process.env;
const sha256 = (of: string): string => createHash('sha256').update(of).digest('hex');
const none = (book: string): State => ({ book, number: 0, hash: sha256(`rete-punti book ${book}`), early: [] });
let state = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : none('');

/** Deals with an event, and writes down that it has, all before it is answered: a repeat is known by its number. */
function take(told: Told): void {
  let has = state.book === told.book ? state : none(told.book);
  const early = new Map([...has.early, told].map((one) => [one.number, one]));
  if (told.number <= has.number || early.size === has.early.length) return;
  process.stdout.write(`${JSON.stringify(told)}\n`);
  for (let due; (due = early.get(has.number + 1)); early.delete(due.number))
    has = { ...has, number: due.number, hash: sha256([has.hash, due.number, due.id, due.type, ''].join('\n')) };
  state = { ...has, early: [...early.values()] };
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

/** Whether the secret has signed it (v1), and the key that everybody may read (v1a), within five minutes. */
async function isSigned({ headers }: IncomingMessage, body: string): Promise<boolean> {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = headers;
  const content = Buffer.from(`${String(id)}.${String(at)}.${body}`);
  const all = String(signatures).split(' ');
  const hmac = createHmac('sha256', Buffer.from(WEBHOOK_SECRET.slice('whsec_'.length), 'base64')).update(content);
  const { keys } = (await (await fetch(`${api}/keys`)).json()) as Record<'keys', readonly Record<'key', string>[]>;
  const jwks = keys.map(({ key }) => Buffer.from(key.slice('whpk_'.length), 'base64').toString('base64url'));
  const known = jwks.map((x) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }));
  const told = all.filter((one) => one.startsWith('v1a,')).map((one) => Buffer.from(one.slice(4), 'base64'));
  const isTheirs = known.some((key) => told.some((signature) => verify(null, content, key, signature)));
  return isTheirs && all.includes(`v1,${hmac.digest('base64')}`) && Math.abs(Date.now() / 1000 - Number(at)) < 300;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const isTaken = await isSigned(request, body);
  const told = JSON.parse(isTaken ? body : '{}') as Partial<Told> & { readonly challenge?: string };
  if (told.number !== undefined) take(told as Told);
  response.writeHead(isTaken ? 200 : 401).end(JSON.stringify({ challenge: told.challenge }));
}

const headers = { authorization: `Bearer ${RETE_PUNTI_TOKEN}`, 'content-type': 'application/json' };
const asked = { method: 'POST', headers, body: JSON.stringify({ ...state, early: undefined }) };
if (what === 'receipt') process.stdout.write(await (await fetch(`${api}/receipts`, asked)).text());
else createServer((request, response) => void answer(request, response)).listen(Number(what), '127.0.0.1');
