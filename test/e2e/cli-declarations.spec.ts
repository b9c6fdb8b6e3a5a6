import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { endProcesses, runCli, runCliForJson, runCliForJsonIn } from './support/processes.ts';

interface Choice {
  readonly variable: string;
  readonly value: string;
  readonly isSet: boolean;
}
interface Row {
  readonly name: string;
  readonly roles: readonly object[];
  readonly policies: readonly string[];
}

describe('the command line', () => {
  beforeAll(ensureBuilt, BUILD_TIMEOUT_MS);
  afterAll(endProcesses);

  it('prints who may do what', async () => {
    const rows = await runCliForJson<Row[]>('access');
    const table = await runCli(['access']);

    expect(rows).toContainEqual(expect.objectContaining({ name: 'ExpireProtocol', policies: ['protocol-calendar'] }));
    for (const { name } of rows) expect(table.stdout).toContain(name);
  });

  it('prints every choice of the configuration with its value, and no secret', async () => {
    const variables = {
      RETE_PUNTI_MODE: 'clustered',
      RETE_PUNTI_EVENTSTOREDB: 'esdb://user:geheim@log.example.org',
      RETE_PUNTI_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      RETE_PUNTI_PROTOCOL_MONTHS: '24',
    };
    const { choices } = await runCliForJsonIn<{ choices: Choice[] }>(variables, 'configuration');
    const { code, stdout } = await runCli(['configuration'], variables);
    const value = (name: string) => choices.find(({ variable }) => variable === name)?.value;

    expect(value('RETE_PUNTI_PROTOCOL_MONTHS')).toBe('24');
    expect(value('RETE_PUNTI_PORT')).toBe('3000');
    expect(value('RETE_PUNTI_EVENTSTOREDB')).toBe('(secret)');
    expect(code).toBe(0);
    for (const text of [JSON.stringify(choices), stdout]) {
      expect(text).not.toContain('geheim');
      expect(text).not.toContain(variables.RETE_PUNTI_MASTER_KEY);
    }
  });

  it('names the choices that are wrong, and fails', async () => {
    const { code, stderr } = await runCli(['configuration'], {
      RETE_PUNTI_PORT: 'x',
      RETE_PUNTI_PROTOCOL_MONTHS: '0',
    });

    expect(code).toBe(1);
    expect(stderr).toMatch(/RETE_PUNTI_PORT is "x".*\n.*RETE_PUNTI_PROTOCOL_MONTHS is "0"/);
  });
});
