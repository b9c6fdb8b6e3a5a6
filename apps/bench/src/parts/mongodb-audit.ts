import type { Measurement, PartOptions } from '../measure/result.ts';
import { openBesideTheLog } from '../mongodb/beside-the-log.ts';
import { withMongoDb } from '../mongodb/with-mongo-db.ts';
import { auditOver } from './audit.ts';

/** Few enough for FerretDB over SQLite, which goes through a whole collection for each guarded update. */
const QUICK_PROTOCOLS = 40;

/** Audits and dashboards, read models in MongoDB. */
export async function mongoDbAudit(options: PartOptions): Promise<readonly Measurement[]> {
  return withMongoDb(options.scratch, async (server) => {
    const measured = await auditOver(options, {
      openStores: (directory) => openBesideTheLog(directory, server),
      quickProtocols: QUICK_PROTOCOLS,
    });
    return measured.map(({ what, ...rest }) => ({ ...rest, what: `${what}, in MongoDB (${server.serverName})` }));
  });
}
