import { readConfiguration } from './configuration.ts';

describe('the configuration', () => {
  it('listens on loopback, signs its own tokens, bounds what anybody may ask, forgets no repeat, unless told otherwise', () => {
    const configuration = readConfiguration({});

    expect(configuration).toMatchObject({ host: '127.0.0.1', port: 3000, rateLimit: 1_200, trustedProxies: [] });
    expect(configuration).toMatchObject({ addressRateLimit: 6_000, requestSeconds: 30, maxConnections: 2_000 });
    expect(configuration.idempotencyDays).toBe(0);
    expect(configuration.oidc).toBeUndefined();
  });

  it('takes empty variables for absent ones', () => {
    expect(readConfiguration({ RETE_PUNTI_PORT: '' }).port).toBe(3000);
  });

  it('names every wrong variable, its value and what is expected', () => {
    const environment = { RETE_PUNTI_PORT: '70000', RETE_PUNTI_LOG: 'xml', RETE_PUNTI_BODY_LIMIT: '1e6' };

    expect(() => readConfiguration(environment)).toThrow(
      'The configuration is wrong:\n' +
        '  RETE_PUNTI_PORT is "70000", but must be a whole number from 0 to 65535.\n' +
        '  RETE_PUNTI_BODY_LIMIT is "1e6", but must be a whole number from 1024 to 16777216.\n' +
        '  RETE_PUNTI_LOG is "xml", but must be json or text or off.',
    );
  });

  const oidc = {
    RETE_PUNTI_OIDC_ISSUER: 'https://idp.example.org',
    RETE_PUNTI_OIDC_AUDIENCE: 'rete-punti',
    RETE_PUNTI_OIDC_JWKS_URL: 'https://idp.example.org/jwks',
  };

  it('takes the tokens of an external issuer', () => {
    const configuration = readConfiguration({ ...oidc, RETE_PUNTI_OIDC_ALGORITHMS: 'RS256, ES256' });

    expect(configuration.oidc).toEqual({
      issuer: 'https://idp.example.org',
      audience: 'rete-punti',
      jwksUrl: 'https://idp.example.org/jwks',
      longestLifetime: 24 * 3_600,
      algorithms: ['RS256', 'ES256'],
      mayOmitType: false,
    });
  });

  it('takes tokens of the issuer that do not say what they are where that is said, and there is one', () => {
    const untyped = { RETE_PUNTI_OIDC_MAY_OMIT_TYP: 'on' };

    expect(readConfiguration({ ...oidc, ...untyped }).oidc).toMatchObject({ mayOmitType: true });
    expect(() => readConfiguration(untyped)).toThrow(
      'RETE_PUNTI_OIDC_MAY_OMIT_TYP is "on", but must be set together with RETE_PUNTI_OIDC_ISSUER',
    );
  });

  it('wants an issuer whole: half of one must not mean that our own tokens are taken', () => {
    const { RETE_PUNTI_OIDC_AUDIENCE: _left, ...half } = oidc;

    expect(() => readConfiguration(half)).toThrow('RETE_PUNTI_OIDC_AUDIENCE is not set or wrong');
  });

  it.each([
    [{ ...oidc, RETE_PUNTI_OIDC_JWKS_URL: 'http://idp.example.org/jwks' }, 'must be an https URL'],
    [{ ...oidc, RETE_PUNTI_OIDC_ALGORITHMS: 'HS256' }, 'RETE_PUNTI_OIDC_ALGORITHMS is "HS256"'],
    [{ ...oidc, RETE_PUNTI_OIDC_ALGORITHMS: 'none' }, 'RETE_PUNTI_OIDC_ALGORITHMS is "none"'],
  ])('refuses keys over plain http and symmetric or no algorithms', (environment, complaint) => {
    expect(() => readConfiguration(environment)).toThrow(complaint);
  });

  const clustered = {
    RETE_PUNTI_MODE: 'clustered',
    RETE_PUNTI_EVENTSTOREDB: 'esdb://log.example.org:2113',
    RETE_PUNTI_MONGODB: 'mongodb://models.example.org',
  };

  it('is embedded unless told otherwise, and clustered with the servers that were named', () => {
    expect(readConfiguration({}).cluster).toBeUndefined();
    expect(readConfiguration(clustered).cluster).toEqual({
      eventStoreDb: 'esdb://log.example.org:2113',
      mongoDb: 'mongodb://models.example.org',
      installation: 'rete-punti',
      leaseSeconds: 10,
    });
  });

  it('takes the concerns of MongoDB', () => {
    const concerns = { RETE_PUNTI_MONGODB_WRITE_CONCERN: '2', RETE_PUNTI_MONGODB_READ_CONCERN: 'local' };

    expect(readConfiguration({ ...clustered, ...concerns }).cluster).toMatchObject({
      mongoDbWriteConcern: 2,
      mongoDbReadConcern: 'local',
    });
    const unseen = { ...concerns, RETE_PUNTI_MONGODB_READ_CONCERN: 'majority' };
    expect(() => readConfiguration({ ...clustered, ...unseen })).toThrow('must be local where');
    expect(() => readConfiguration({ ...clustered, RETE_PUNTI_MONGODB_WRITE_CONCERN: '0' })).toThrow(
      'must be majority or a whole number from 1 to 50',
    );
  });

  it('refuses servers that the embedded mode would silently leave out', () => {
    const { RETE_PUNTI_MODE: _mode, ...servers } = clustered;

    expect(() => readConfiguration(servers)).toThrow(
      'RETE_PUNTI_EVENTSTOREDB is set, but must be left out unless RETE_PUNTI_MODE is clustered',
    );
  });

  it('wants the log of a cluster named', () => {
    expect(() => readConfiguration({ RETE_PUNTI_MODE: 'clustered' })).toThrow('RETE_PUNTI_EVENTSTOREDB is not set');
  });

  it('does not repeat the password of a wrong connection string', () => {
    const wrong = { ...clustered, RETE_PUNTI_MONGODB: 'postgres://user:secret@models.example.org' };

    expect(() => readConfiguration(wrong)).toThrow(/RETE_PUNTI_MONGODB is wrong, but must be a connection string/);
    expect(() => readConfiguration(wrong)).not.toThrow(/secret/);
  });

  it.each([['Rete'], ['9lives'], ['a_b'], ['x'.repeat(33)]])('refuses %s as the name of an installation', (name) => {
    expect(() => readConfiguration({ ...clustered, RETE_PUNTI_INSTALLATION: name })).toThrow('small letters, digits');
  });
});
