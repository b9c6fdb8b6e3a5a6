import { parametersOf, type PlacedRoute } from './routes.ts';
import { sampleInput } from './sample-input.ts';
import type { Answer, TestServer } from './server.ts';
import { FITTING, type StandingThings } from './standing-things.ts';

/**
 * Calls a route as it is declared, with a sample of what it takes, for the things that stand.
 * @param method with which it is read, where that is not the one that is declared
 */
export async function sampleCall(
  server: TestServer,
  things: StandingThings,
  { route, path }: PlacedRoute,
  token?: string,
  method: string = route.method,
): Promise<Answer> {
  const { input, name } = route.useCase;
  const sample = { ...sampleInput(input), ...FITTING[name] };
  for (const field of Object.keys(sample)) {
    if (field in things.ids) Object.assign(sample, { [field]: things.ids[field] });
  }
  const filled = path.replaceAll(/:(\w+)/g, (_parameter, parameter: string) => {
    const id = things.idIn(path, parameter);
    if (id === undefined) throw new Error(`${name}: add :${parameter} to support/standing-things.ts`);
    return id;
  });
  for (const parameter of parametersOf(path)) delete sample[parameter];
  const who = token === undefined ? {} : { token };
  if (method === 'POST') return server.call('POST', filled, { ...who, body: sample });
  const query = new URLSearchParams(sample as Record<string, string>).toString();
  return server.call(method, query === '' ? filled : `${filled}?${query}`, who);
}
