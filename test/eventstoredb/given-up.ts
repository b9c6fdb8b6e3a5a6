import { setImmediate as turn } from 'node:timers/promises';

/**
 * Whether the client has given a call up. One that was given up while the server stood still arrives together with the
 * news that it was, and that news comes through a few turns later.
 */
export async function isGivenUp(call: { readonly cancelled: boolean }): Promise<boolean> {
  for (let left = 3; left > 0 && !call.cancelled; left -= 1) await turn();
  return call.cancelled;
}
