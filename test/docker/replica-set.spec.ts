import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { DOCKER } from './support/compose-file.ts';
import { COMPOSITIONS } from './support/compositions.ts';

const script = readFileSync(new URL('replica-set.js', DOCKER), 'utf8');
const MEMBERS = 'mongo-1:27017,mongo-2:27017';

interface Shell {
  /** The error of a member that is asked for the status of its set; undefined when it has one. */
  readonly status?: string;
  /** How many times a member is asked before it knows a primary. */
  readonly election: number;
}

/** Runs the script where mongosh would, and returns what it told the member. */
function run({ status, election }: Shell): { initiated: unknown[]; slept: number } {
  const told = { initiated: [] as unknown[], slept: 0 };
  let asked = 0;
  runInNewContext(script, {
    process: { env: { MEMBERS } },
    rs: {
      status: () => {
        if (status !== undefined) throw Object.assign(new Error(status), { codeName: status });
      },
      // A copy of this realm, to be compared.
      initiate: (configuration: unknown) => told.initiated.push(JSON.parse(JSON.stringify(configuration))),
    },
    db: { hello: () => ((asked += 1) > election ? { primary: 'mongo-1:27017' } : {}) },
    sleep: () => (told.slept += 1),
    print: () => undefined,
  });
  return told;
}

describe('the script that makes the replica set', () => {
  it('makes it of all members, and waits for its primary', () => {
    expect(run({ status: 'NotYetInitialized', election: 3 })).toEqual({
      initiated: [
        {
          _id: 'rete-punti',
          members: [
            { _id: 0, host: 'mongo-1:27017' },
            { _id: 1, host: 'mongo-2:27017' },
          ],
        },
      ],
      slept: 3,
    });
  });

  it('leaves one that is there as it is', () => {
    expect(run({ election: 0 })).toEqual({ initiated: [], slept: 0 });
  });

  it('makes none when it cannot tell whether there is one', () => {
    expect(() => run({ status: 'Unauthorized', election: 0 })).toThrow('Unauthorized');
  });

  it('fails when no primary is found', () => {
    expect(() => run({ election: Infinity })).toThrow('has no primary after 60 seconds');
  });

  it.each(COMPOSITIONS)('has in %s the name that its members were started with', (_name, { services }) => {
    const members = Object.entries(services).filter(([, { command }]) => command?.[0] === 'mongod');

    expect(members.length).toBeGreaterThan(0);
    for (const [, { command = [] }] of members) {
      expect(script).toContain(`const SET = '${command[command.indexOf('--replSet') + 1] ?? ''}';`);
    }
  });
});
