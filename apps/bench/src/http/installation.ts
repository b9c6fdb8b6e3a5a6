import type { Type } from '@nestjs/common';
import { createApplication, type RunningApplication, type Stores } from '#composition';
import { readConfiguration } from '#platform';
import { BookingRequests } from './booking-requests.ts';
import { citizens, register } from './citizens.ts';
import { openNetwork } from './network.ts';
import { NoOpModule } from './no-op.controller.ts';
import { freePlaces, openRegion, type RegionSize } from './region.ts';

/** A region with its desks, as the product serves it. */
export interface Installation {
  readonly application: RunningApplication;
  readonly requests: BookingRequests;
}

/** What an application of the benchmark has of its own. */
export interface Surroundings {
  /** Opens the stores; those of the directory when absent. */
  readonly openStores?: (directory: string) => Stores | Promise<Stores>;
  /** Beside the routes with nothing behind them. */
  readonly extraModules?: readonly Type[];
  /** What is configured otherwise than by the benchmark, as variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Opens a region and registers its citizens, then starts anew: what the first requests meet is what a day begins with,
 * and not what is still in memory from the preparation.
 */
export async function installRegion(
  directory: string,
  size: RegionSize & { readonly citizens: number },
  surroundings: Surroundings = {},
): Promise<Installation> {
  return install(directory, size, { ...surroundings, open: openRegion });
}

/** The same all over Italy. */
export async function installNetwork(
  directory: string,
  size: { readonly agendas: number; readonly citizens: number },
  surroundings: Surroundings = {},
): Promise<Installation> {
  return install(directory, size, { ...surroundings, open: openNetwork });
}

async function install(
  directory: string,
  size: RegionSize & { readonly citizens: number },
  { open, ...surroundings }: Surroundings & { readonly open: typeof openRegion },
): Promise<Installation> {
  const people = citizens(size.citizens);
  const first = await start(directory, surroundings);
  await open(first, size);
  await register(first, people);
  await first.close();
  const application = await start(directory, surroundings);
  return { application, requests: await BookingRequests.open(application, await freePlaces(application), people) };
}

/** Starts the product over a directory, without the limits that one client has. */
export async function start(
  directory: string,
  { openStores, extraModules = [], environment = {} }: Surroundings = {},
): Promise<RunningApplication> {
  const variables = {
    RETE_PUNTI_DATA: directory,
    RETE_PUNTI_PORT: '0',
    RETE_PUNTI_LOG: 'off',
    // A few clients ask as much as a day of many thousands.
    RETE_PUNTI_RATE_LIMIT: '0',
    RETE_PUNTI_ADDRESS_RATE_LIMIT: '0',
    ...environment,
  };
  return createApplication({
    configuration: readConfiguration(variables),
    environment: { ...process.env, ...environment },
    extraModules: [NoOpModule, ...extraModules],
    ...(openStores ? { stores: await openStores(directory) } : {}),
  });
}

/** Waits until read models and process managers have seen the whole log. */
export async function settle({ application }: Pick<Installation, 'application'>): Promise<void> {
  await application.processes.settled();
  await application.projections.caughtUp(await application.stores.eventStore.head());
}
