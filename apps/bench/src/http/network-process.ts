import { serveParent } from '../measure/child.ts';
import { start } from './installation.ts';
import { openNetwork } from './network.ts';

/** Which network is opened where. */
export interface NetworkRequest {
  readonly directory: string;
  readonly agendas: number;
}

/** Opens a network in a process of its own: what that takes is no part of what the server is measured by. */
serveParent(async ({ directory, agendas }: NetworkRequest): Promise<true> => {
  const application = await start(directory);
  await openNetwork(application, { agendas });
  await application.close();
  return true;
});
