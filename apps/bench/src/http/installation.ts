import { readConfiguration } from '#platform';
import { createApplication, type RunningApplication } from '../../../api/src/application.ts';
import type { Stores } from '../../../api/src/composition/stores.ts';
import { BookingRequests } from './booking-requests.ts';
import { citizens, register } from './citizens.ts';
import { NoOpModule } from './no-op.controller.ts';
import { freePlaces, openRegion } from './region.ts';

/** A region with its desks, as the product serves it. */
export interface Installation {
  readonly application: RunningApplication;
  readonly requests: BookingRequests;
}

/**
 * Opens a region and registers its citizens, then starts anew: what the first requests meet is what a day begins with,
 * and not what is still in memory from the preparation.
 * @param openStores what stands between the application and its stores, if anything
 */
export async function installRegion(
  directory: string,
  size: { readonly agendas: number; readonly citizens: number },
  openStores?: (directory: string) => Stores,
): Promise<Installation> {
  const people = citizens(size.citizens);
  const first = await start(directory);
  await openRegion(first, size.agendas);
  await register(first, people);
  await first.close();
  const application = await start(directory, openStores);
  return { application, requests: await BookingRequests.open(application, await freePlaces(application), people) };
}

function start(directory: string, openStores?: (directory: string) => Stores): Promise<RunningApplication> {
  const variables = { RETE_PUNTI_DATA: directory, RETE_PUNTI_PORT: '0', RETE_PUNTI_LOG: 'off' };
  return createApplication({
    configuration: readConfiguration(variables),
    extraModules: [NoOpModule],
    ...(openStores ? { stores: openStores(directory) } : {}),
  });
}

/** Waits until read models and process managers have seen the whole log. */
export async function settle({ application }: Installation): Promise<void> {
  await application.processes.settled();
  await application.projections.caughtUp(await application.stores.eventStore.head());
}
