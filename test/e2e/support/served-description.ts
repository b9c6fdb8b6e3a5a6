import type { Description } from './api-rules/description.ts';
import { startCli } from './processes.ts';

/** The description of the API as a server of this directory serves it, and where that server, which goes on, answers. */
export async function servedDescription(directory: string): Promise<{ url: string; description: Description }> {
  // Of the product as it is built: its build writes the comments of the code into the description.
  const server = startCli(['serve', '--data', directory, '--port', '0']);
  const [, url = ''] = await server.said(/answers at (http:\S+)/);
  const description = (await (await fetch(`${url}/docs/openapi.json`)).json()) as Description;
  return { url, description };
}
