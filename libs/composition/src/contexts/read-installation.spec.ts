import { productSettings, readInstallation } from './read-installation.ts';

describe('the configuration of an installation of the product', () => {
  it('names what is wrong for the platform and for the contexts at once', () => {
    const environment = { RETE_PUNTI_PORT: '70000', RETE_PUNTI_PROTOCOL_MONTHS: '0', RETE_PUNTI_MASTER_KEY: 'secret' };

    expect(() => readInstallation(environment)).toThrow(
      'The configuration is wrong:\n' +
        '  RETE_PUNTI_PORT is "70000", but must be a whole number from 0 to 65535.\n' +
        '  RETE_PUNTI_MASTER_KEY is wrong, but must be the base64 of 32 bytes (openssl rand -base64 32).\n' +
        '  RETE_PUNTI_PROTOCOL_MONTHS is "0", but must be a whole number from 1 to 600.',
    );
  });

  it('declares every variable once', () => {
    const variables = productSettings.flatMap(({ settings }) =>
      Object.values(settings as Record<string, { readonly variable: string }>).map(({ variable }) => variable),
    );

    expect(variables).toEqual([...new Set(variables)]);
    for (const variable of variables) expect(variable).toMatch(/^RETE_PUNTI_[A-Z_]+$/);
  });
});
