import {
  connectionString,
  defineSettings,
  oneOf,
  someText,
  wholeNumber,
  word,
  type Complaint,
  type Setting,
  type SettingsOf,
} from '#use-cases';

/** Where an installation of several processes keeps what they share; each is declared, with its meaning, below. */
export interface ClusterConfiguration {
  readonly eventStoreDb: string;
  /** Without it read models, work and keys are files of the data directory, and one process is all there can be. */
  readonly mongoDb?: string;
  readonly mongoDbWriteConcern?: number | 'majority';
  /** When absent, as strict as the write concern allows. */
  readonly mongoDbReadConcern?: 'local' | 'majority' | 'linearizable';
  readonly installation: string;
  /** Seconds. */
  readonly leaseSeconds: number;
  readonly workerName?: string;
}

const MOST_MEMBERS = 50;
const members = wholeNumber('', { description: '', fallback: 0, min: 1, max: MOST_MEMBERS });

/** Members of a replica set: a majority of them, or so many. None would be no write at all. */
const writeConcern: Setting<number | 'majority' | undefined> = {
  variable: 'RETE_PUNTI_MONGODB_WRITE_CONCERN',
  description:
    'Members that must have a write to the read models, which can be built again; work, idempotency ' +
    'records and keys are always written to a majority.',
  fallback: undefined,
  usual: 'majority',
  expected: `majority or ${members.expected}`,
  parse: (text) => (text === 'majority' ? text : members.parse(text)),
};

/** What the processes of the clustered mode share. */
export const clusterSettings = defineSettings(
  'cluster',
  {
    mode: oneOf('RETE_PUNTI_MODE', ['embedded', 'clustered'], {
      description:
        'One process on files, or several that share servers; the rest of this group is for the latter alone.',
      fallback: 'embedded',
    }),
    eventStoreDb: connectionString('RETE_PUNTI_EVENTSTOREDB', ['esdb', 'esdb+discover'], {
      description: 'Connection string of the log, for example esdb://127.0.0.1:2113?tls=false.',
      fallback: undefined,
    }),
    mongoDb: connectionString('RETE_PUNTI_MONGODB', ['mongodb', 'mongodb+srv'], {
      description: 'Connection string of read models, work and keys.',
      fallback: undefined,
      usual: 'files of the data directory, and one process',
    }),
    writeConcern,
    readConcern: oneOf('RETE_PUNTI_MONGODB_READ_CONCERN', ['local', 'majority', 'linearizable'], {
      description: 'Of the read models.',
      fallback: undefined,
      usual: 'as strict as the write concern allows: majority where there is a replica set',
    }),
    installation: word('RETE_PUNTI_INSTALLATION', {
      description: 'Goes before the names of streams and databases, so that several can share the servers.',
      fallback: 'rete-punti',
      longest: 32,
    }),
    leaseSeconds: wholeNumber('RETE_PUNTI_LEASE_SECONDS', {
      description: 'How long a worker may be silent before another takes its work over.',
      unit: 'seconds',
      fallback: 10,
      min: 1,
      max: 300,
    }),
    workerName: someText('RETE_PUNTI_WORKER_NAME', {
      description: 'How others call this process.',
      fallback: undefined,
      usual: 'its host name and process id',
    }),
  },
  (values, isSet) => (values.mode === 'embedded' ? refuseServers(isSet) : requireServers(values, isSet)),
);

function refuseServers(isSet: (variable: string) => boolean): Complaint[] {
  const { mode: _mode, ...servers } = clusterSettings.settings;
  return Object.values(servers)
    .filter(({ variable }) => isSet(variable))
    .map(({ variable }) => ({ variable, is: 'set', must: 'left out unless RETE_PUNTI_MODE is clustered' }));
}

function requireServers(
  { writeConcern: written, readConcern }: { readonly writeConcern?: unknown; readonly readConcern?: unknown },
  isSet: (variable: string) => boolean,
): Complaint[] {
  const complaints: Complaint[] = [];
  const variable = 'RETE_PUNTI_EVENTSTOREDB';
  if (!isSet(variable))
    complaints.push({ variable, is: 'not set', must: 'the connection string of the log (esdb://…)' });
  if (typeof written === 'number' && readConcern === 'majority') {
    // A worker would fold events onto documents that lack what it wrote itself.
    const must = 'local where RETE_PUNTI_MONGODB_WRITE_CONCERN is a number';
    complaints.push({ variable: 'RETE_PUNTI_MONGODB_READ_CONCERN', is: 'majority', must });
  }
  return complaints;
}

/** What the clustered mode needs; undefined in the embedded mode, which takes none of it. */
export function clusterOf(values: SettingsOf<typeof clusterSettings>): ClusterConfiguration | undefined {
  const { mode, eventStoreDb = '', mongoDb, writeConcern: written, readConcern, workerName } = values;
  if (mode === 'embedded') return undefined;
  return {
    eventStoreDb,
    ...(mongoDb === undefined ? {} : { mongoDb }),
    ...(written === undefined ? {} : { mongoDbWriteConcern: written }),
    ...(readConcern === undefined ? {} : { mongoDbReadConcern: readConcern }),
    installation: values.installation,
    leaseSeconds: values.leaseSeconds,
    ...(workerName === undefined ? {} : { workerName }),
  };
}
