import type { Answer, Api } from './api.ts';
import { until } from './until.ts';

/** How a rebuild ended. */
interface EndedRebuild {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly result?: { readonly build: string; readonly events: number };
  readonly error?: { readonly code: string; readonly facts: object };
}

/** Asks for a rebuild; gives where it is to be looked for. */
export async function askForRebuild(api: Api, projection: string, key?: string): Promise<string> {
  const answer = await api.post(
    `/rest/operations/v1/projections/${projection}/rebuild`,
    {},
    key === undefined ? {} : { key },
  );
  return locationOf(answer);
}

/** Where an accepted rebuild is to be looked for; fails when it was refused. */
export function locationOf({ status, headers, body }: Answer): string {
  if (status !== 202) throw new Error(`the answer was ${String(status)}: ${JSON.stringify(body)}`);
  return headers.get('location') ?? '';
}

/** How a rebuild ended, once it has. */
export async function endOfRebuild(api: Pick<Api, 'get'>, location: string): Promise<EndedRebuild> {
  return until(async () => {
    const { status, body } = await api.get(location);
    if (status !== 200) throw new Error(`${location} answered ${String(status)}: ${JSON.stringify(body)}`);
    return (body as { state: string }).state === 'running' ? undefined : (body as EndedRebuild);
  });
}

/** Has a projection built anew; gives its new build. */
export async function rebuiltBy(api: Api, projection: string): Promise<NonNullable<EndedRebuild['result']>> {
  const ended = await endOfRebuild(api, await askForRebuild(api, projection));
  if (!ended.result) throw new Error(`the rebuild ended with ${JSON.stringify(ended)}`);
  return ended.result;
}
