import { hostsIn, optionsOf } from './command-options.ts';

const installation = { installation: 'north', leaseSeconds: 10 };
const eventStoreDb = 'esdb+discover://writer:hidden-1@log-1:2113,log-2:2113?tlsCaFile=/etc/ca.pem';

describe('the options that name an installation', () => {
  it('are the directory of its data, quoted where a shell would take it apart', () => {
    expect(optionsOf({ dataDirectory: './data/mine' })).toBe('--data ./data/mine');
    expect(optionsOf({ dataDirectory: "/srv/Sede dell'INPS" })).toBe(String.raw`--data '/srv/Sede dell'\''INPS'`);
  });

  it('are its servers, without user, password or token, wherever a connection string holds them', () => {
    const mongoDb =
      'mongodb://folder:hidden-2@db-1,db-2/admin?tls=true&tlsCertificateKeyFilePassword=hidden-3&authMechanismProperties=AWS_SESSION_TOKEN:hidden-4';

    const shown = optionsOf({ dataDirectory: './data', cluster: { eventStoreDb, mongoDb, ...installation } });

    expect(shown).not.toMatch(/hidden|writer|folder/);
    expect(shown).toBe(
      "--mode clustered --eventstoredb 'esdb+discover://<user>:<password>@log-1:2113,log-2:2113?tlsCaFile=/etc/ca.pem' " +
        "--mongodb 'mongodb://<user>:<password>@db-1,db-2/admin?tls=true&tlsCertificateKeyFilePassword=<secret>&authMechanismProperties=<secret>' " +
        "--installation 'north'",
    );
  });

  it('are the log’s server and the directory of the rest, where there is no MongoDB', () => {
    expect(
      optionsOf({ dataDirectory: './data', cluster: { eventStoreDb: 'esdb://log:2113?tls=false', ...installation } }),
    ).toBe("--mode clustered --eventstoredb 'esdb://log:2113?tls=false' --data ./data --installation 'north'");
  });
});

it('the hosts of a connection string are told without its credentials', () => {
  expect(hostsIn(eventStoreDb)).toBe('log-1:2113,log-2:2113');
});
