import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** How often each thing happened: a status of an answer, or how a connection ended. */
export type Outcome = Readonly<Record<string, number>>;

/** A request of an attack. */
export interface Shot {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/**
 * Sends requests, so many at a time, and counts their answers.
 * @param shotOf makes the n-th
 */
export async function fire(
  url: string,
  { requests, atOnce }: { readonly requests: number; readonly atOnce: number },
  shotOf: (n: number) => Shot,
): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const outcomes: string[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < requests) {
      const n = next;
      next += 1;
      outcomes.push(await answerOf(url, agent, shotOf(n)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  agent.destroy();
  return counted(outcomes);
}

function answerOf(url: string, agent: Agent, { method, path, headers, body }: Shot): Promise<string> {
  return new Promise((resolve) => {
    const length = body ? { 'content-length': String(body.length) } : {};
    const sent = request(url + path, { agent, method, headers: { ...headers, ...length } }, (answer) => {
      answer.resume().once('end', () => resolve(String(answer.statusCode)));
    });
    // A refusal before the body was read may close the connection while it is still being sent.
    sent.once('error', () => resolve('cut off'));
    sent.end(body);
  });
}

/**
 * Opens connections and sends each the same beginning, then the same piece again and again, until the server ends them.
 * @returns how many were answered what, or closed without a word
 */
export async function drip(url: string, connections: number, beginning: string, piece: string): Promise<Outcome> {
  const outcomes = await Promise.all(Array.from({ length: connections }, () => dripOver(url, beginning, piece)));
  return counted(outcomes);
}

function dripOver(url: string, beginning: string, piece: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket: Socket = connect(Number(port), hostname, () => socket.write(beginning));
    let received = '';
    const dripping = setInterval(() => {
      if (socket.writable && piece !== '') socket.write(piece);
    }, 100);
    socket.setEncoding('latin1').on('data', (text: string) => (received += text));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(dripping);
      resolve(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 'closed');
    });
  });
}

function counted(outcomes: readonly string[]): Outcome {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
