import { randomUUID } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { contexts } from '#composition';
import { problemTable, type ProblemEntry } from '#platform';
import { boothContext } from './support/booths.ts';
import { expectProblem, TestServer } from './support/server.ts';

// Of every context that the server has.
const table = problemTable([...contexts, boothContext]);

describe('the text of every problem', () => {
  it.each(table.map(({ code, text }) => [code, text]))('says what to do: %s', (_code, text) => {
    // What is wrong and what to do are two clauses.
    expect(text).toMatch(/\S(: |; |\. )\S/);
    expect(text).toMatch(/[.]$/);
    // Codes are for programs.
    expect(text).not.toMatch(/\b[A-Z]+_[A-Z_]+\b/);
  });

  it('belongs to one code, which says no status but that of a refusal or a failure', () => {
    expect(new Set(table.map(({ code }) => code)).size).toBe(table.length);
    for (const { status } of table) expect([status >= 400, status < 600]).toEqual([true, true]);
  });
});

/** Process managers alone meet it. */
const BEHIND_THE_SCENES = ['COMMAND_ALREADY_CARRIED_OUT'];

it('every refusal that the product declares stands in the table of problems', async () => {
  const declared = new Set<string>();
  for await (const file of glob('{libs,apps}/*/src/**/*.ts', {
    exclude: (path) => /specification$|\.spec\.ts$/.test(path),
  })) {
    const text = await readFile(file, 'utf8');
    for (const [, code] of text.matchAll(/defineRefusal\(\s*'([A-Z_]+)'/g)) declared.add(code!);
    for (const [, list] of text.matchAll(/defineRefusals\(\{\n([^]*?)\n\}\)/g)) {
      for (const [, code] of list!.matchAll(/^ {2}([A-Z_]+):/gm)) declared.add(code!);
    }
  }

  const known = [...table.map(({ code }) => code), ...BEHIND_THE_SCENES];
  expect(declared.size).toBeGreaterThan(60);
  expect([...declared].filter((code) => !known.includes(code))).toEqual([]);
});

describe('the table of problems', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.close());

  it('is served for programs, to everyone', async () => {
    const { status, body } = await server.call('GET', '/docs/problems.json');

    expect(status).toBe(200);
    expect(body.items).toEqual(table);
    expect(body.items).toContainEqual<ProblemEntry>({
      code: 'NOTICE_IN_FUTURE',
      type: 'urn:rete-punti:problem:notice-in-future',
      title: 'Notice in future',
      status: 422,
      text: 'The notice is dated {noticeDate}, after today, {today}: record it once it is given.',
      declaredBy: ['TerminateProtocol'],
    });
  });

  it('is served for people, with an anchor for each code', async () => {
    const { headers, body } = await server.call('GET', '/docs/problems');

    expect(headers.get('content-type')).toMatch(/^text\/html/);
    for (const { code } of table) expect(body).toContain(`<section id="${code}">`);
  });

  it('has the sentence that a refusal answers, with its facts in it', async () => {
    const token = await server.token();
    const body = {
      hostBodyId: randomUUID(),
      region: '99',
      proposingUnit: 'DR',
      points: [randomUUID()],
      kinds: ['INFORMATIVO'],
    };
    const answer = await server.call('POST', '/rest/protocols/v1/protocols', { token, body });

    expect(expectProblem(answer, 422, 'UNKNOWN_REGION').detail).toBe(
      'There is no region 99: give the ISTAT code of one.',
    );
  });

  it('has the sentence of every refusal of the HTTP layer', async () => {
    const token = await server.token();
    const path = '/rest/protocols/v1/protocols';
    const answers = [
      await server.call('GET', path),
      await server.call('GET', path, {
        token: await server.token({ role: 'citizen', fiscalCode: 'RSSMRA80A01H501U' }),
      }),
      await server.call('GET', `${path}?limit=0`, { token }),
      await server.call('GET', `${path}/${randomUUID()}`, { token }),
      await server.call('POST', path, { token, key: null, body: {} }),
      await server.call('POST', path, { token, raw: '{', headers: { 'content-type': 'application/json' } }),
      await server.call('POST', path, { token, raw: 'x', headers: { 'content-type': 'text/plain' } }),
      await server.call('DELETE', path, { token }),
      await server.call('GET', '/nowhere'),
      await server.call('GET', '/%'),
    ];
    for (const { body } of answers) {
      const { text } = table.find(({ code }) => code === body.code)!;
      const parts = text.split(/\{\w+\}/);

      for (const part of parts) expect(body.detail).toContain(part);
      expect(body.detail).not.toMatch(/[{}]/);
    }
  });
});
