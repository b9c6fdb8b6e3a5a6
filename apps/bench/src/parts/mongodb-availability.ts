import { MongoClient, type Collection } from 'mongodb';
import { compareLookUps } from '../http/availability-look-ups.ts';
import { bareLookUpModule, type StoredDay } from '../http/bare-look-up.controller.ts';
import { installRegion, settle } from '../http/installation.ts';
import type { Measurement, PartOptions } from '../measure/result.ts';
import { openBesideTheLog } from '../mongodb/beside-the-log.ts';
import { withMongoDb, type MongoDbOfPart } from '../mongodb/with-mongo-db.ts';

/** Look-ups of what is free, read models in MongoDB, beside a GET that does nothing but find the same documents. */
export async function mongoDbAvailability(options: PartOptions): Promise<readonly Measurement[]> {
  return withMongoDb(options.scratch, (server) => lookUpsIn(server, options));
}

async function lookUpsIn(server: MongoDbOfPart, options: PartOptions): Promise<readonly Measurement[]> {
  const { url, serverName } = server;
  const client = new MongoClient(url);
  let days: Promise<Collection<StoredDay>> | undefined;
  const collection = (): Promise<Collection<StoredDay>> => {
    const { stores } = installation.application;
    return (days ??= stores.readModels.pointer('availability', 1).then((build) => {
      if (build === undefined) throw new TypeError('availability was not built');
      return client.db(`${server.installation}-read-models`).collection<StoredDay>(build);
    }));
  };
  const installation = await installRegion(
    options.scratch,
    { agendas: options.quick ? 9 : 60, citizens: 1 },
    { openStores: (directory) => openBesideTheLog(directory, server), extraModules: [bareLookUpModule(collection)] },
  );
  try {
    await settle(installation);
    return await compareLookUps(installation, options, {
      where: ` in MongoDB (${serverName})`,
      beside: { api: 'bench-mongodb', what: 'GET with a bare find' },
    });
  } finally {
    await installation.application.close();
    await client.close();
  }
}
