import type { HttpReply, HttpRequest } from './fastify.ts';

/** Where the server is reached, as whoever asks has called it: `https://host`. */
export function originOf({ protocol, host }: HttpRequest): string {
  return `${protocol}://${host}`;
}

/** Aborted once nobody waits for the answer any more. */
export function goneFrom({ raw }: HttpReply): AbortSignal {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  if (raw.destroyed) leave();
  else raw.once('close', leave);
  return gone.signal;
}
