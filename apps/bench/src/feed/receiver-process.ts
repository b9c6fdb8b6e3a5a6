import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveParent } from '../measure/child.ts';
import type { Received, ReceiverAnswer, ReceiverOrder, ReceiverUrls } from './receiver.ts';

const LOOK_EVERY_MS = 5;
const CHALLENGE = /"challenge":"([^"]*)"/;
const TIME = /"time":"([^"]*)"/;

let requests = 0;
let first = 0;
let last = 0;
let latencies: number[] = [];
let isSilent = false;

/** A server of the loopback that reads each body before it is asked what to say. */
async function listening(answers: (body: string) => string | undefined): Promise<Server> {
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const answer = CHALLENGE.exec(body)?.[1] ?? answers(body);
      if (answer !== undefined) response.end(answer);
    });
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
}

/** Notes when it came. */
function received(body: string): string {
  last = performance.now();
  if (requests === 0) first = last;
  requests += 1;
  const time = TIME.exec(body)?.[1];
  if (time !== undefined) latencies.push(Date.now() - Date.parse(time));
  return '';
}

let refusing: Server | undefined;

async function listen(): Promise<ReceiverUrls> {
  const answering = await listening(received);
  const silent = await listening(() => (isSilent ? undefined : ''));
  refusing = await listening(() => '');
  return { answering: urlOf(answering), silent: urlOf(silent), refusing: urlOf(refusing) };
}

function die(): void {
  isSilent = true;
  refusing?.close();
  refusing?.closeAllConnections();
}

function forget(): void {
  requests = 0;
  latencies = [];
}

async function told(count: number, within: number): Promise<Received> {
  const until = performance.now() + within;
  while (requests < count && performance.now() < until) await sleep(LOOK_EVERY_MS);
  return { requests, seconds: (last - first) / 1_000, latencies };
}

serveParent(async (order: ReceiverOrder): Promise<ReceiverAnswer> => {
  if (order === 'listen') return listen();
  if (order === 'die') die();
  else if (order === 'forget') forget();
  else return told(order.until, order.within);
  return null;
});
