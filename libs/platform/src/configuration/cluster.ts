import { oneOf, someText, url, wholeNumber, word, type EnvironmentReader } from './environment.ts';

/** Where an installation of several processes keeps what they share. */
export interface ClusterConfiguration {
  /** RETE_PUNTI_EVENTSTOREDB: connection string of the log, for example `esdb://127.0.0.1:2113?tls=false`. */
  readonly eventStoreDb: string;
  /**
   * RETE_PUNTI_MONGODB: connection string of read models, work and keys. Without it they are files of the data directory,
   * and one process is all there can be.
   */
  readonly mongoDb?: string;
  /**
   * RETE_PUNTI_MONGODB_WRITE_CONCERN: how many members must have a write to the read models, which can be built again. A
   * majority when absent, and always for everything else.
   */
  readonly mongoDbWriteConcern?: number | 'majority';
  /** RETE_PUNTI_MONGODB_READ_CONCERN: of the read models; when absent, as strict as their write concern allows. */
  readonly mongoDbReadConcern?: 'local' | 'majority' | 'linearizable';
  /** RETE_PUNTI_INSTALLATION: goes before the names of streams and databases, so that several can share the servers. */
  readonly installation: string;
  /** RETE_PUNTI_LEASE_SECONDS: how long a worker may be silent before another takes its work over. */
  readonly leaseSeconds: number;
  /** RETE_PUNTI_WORKER_NAME: how others call this process; its host name and process id when absent. */
  readonly workerName?: string;
}

const CLUSTER_VARIABLES = [
  'RETE_PUNTI_EVENTSTOREDB',
  'RETE_PUNTI_MONGODB',
  'RETE_PUNTI_MONGODB_WRITE_CONCERN',
  'RETE_PUNTI_MONGODB_READ_CONCERN',
  'RETE_PUNTI_INSTALLATION',
  'RETE_PUNTI_LEASE_SECONDS',
  'RETE_PUNTI_WORKER_NAME',
] as const;

/** Members of a replica set: a majority of them, or so many. None would be no write at all. */
const members = {
  expected: 'majority or a whole number from 1 to 50',
  parse: (text: string): number | 'majority' | undefined =>
    text === 'majority' ? 'majority' : wholeNumber(1, 50).parse(text),
};

/** Reads what the clustered mode needs; undefined in the embedded mode, which takes none of it. */
export function readCluster(reader: EnvironmentReader): ClusterConfiguration | undefined {
  const mode = reader.read('RETE_PUNTI_MODE', oneOf('embedded', 'clustered'), 'embedded');
  if (mode === 'embedded') {
    for (const name of CLUSTER_VARIABLES) {
      if (reader.isSet(name)) reader.complain(name, 'set', 'left out unless RETE_PUNTI_MODE is clustered');
    }
    return undefined;
  }
  const eventStoreDb = reader.read('RETE_PUNTI_EVENTSTOREDB', url('esdb', 'esdb+discover'), '');
  if (!reader.isSet('RETE_PUNTI_EVENTSTOREDB')) {
    reader.complain('RETE_PUNTI_EVENTSTOREDB', 'not set', 'the connection string of the log (esdb://…)');
  }
  const mongoDb = reader.read('RETE_PUNTI_MONGODB', url('mongodb', 'mongodb+srv'), undefined);
  const writeConcern = reader.read('RETE_PUNTI_MONGODB_WRITE_CONCERN', members, undefined);
  const readConcern = reader.read(
    'RETE_PUNTI_MONGODB_READ_CONCERN',
    oneOf('local', 'majority', 'linearizable'),
    undefined,
  );
  if (typeof writeConcern === 'number' && readConcern === 'majority') {
    // A worker would fold events onto documents that lack what it wrote itself.
    const expected = 'local where RETE_PUNTI_MONGODB_WRITE_CONCERN is a number';
    reader.complain('RETE_PUNTI_MONGODB_READ_CONCERN', 'majority', expected);
  }
  const workerName = reader.read('RETE_PUNTI_WORKER_NAME', someText, undefined);
  return {
    eventStoreDb,
    ...(mongoDb === undefined ? {} : { mongoDb }),
    ...(writeConcern === undefined ? {} : { mongoDbWriteConcern: writeConcern }),
    ...(readConcern === undefined ? {} : { mongoDbReadConcern: readConcern }),
    installation: reader.read('RETE_PUNTI_INSTALLATION', word(32), 'rete-punti'),
    leaseSeconds: reader.read('RETE_PUNTI_LEASE_SECONDS', wholeNumber(1, 300), 10),
    ...(workerName === undefined ? {} : { workerName }),
  };
}
