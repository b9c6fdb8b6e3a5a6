import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { runCli, startCli, startProgram, type ProductProcess } from './support/processes.ts';

const LONGEST_MS = 300_000;

/** What an answer is read for. */
interface Answer {
  readonly url: string;
  readonly status: number;
  readonly body: { readonly items?: readonly unknown[] };
}

describe('what the demonstration prints, pasted beside it', () => {
  const parent = temporaryDirectory();
  const directory = join(parent, 'demo');
  let demo: ProductProcess;
  let printed: string;
  let answers: readonly Answer[];

  const tokenOf = (name: string): string => new RegExp(`^${name}=(\\S+)$`, 'm').exec(printed)?.[1] ?? '';
  const answerOf = <T>(part: string): T => answers.find(({ url }) => url.includes(part))?.body as T;
  /** A printed command, without the program that it is given to. */
  const pasted = (pattern: RegExp): string[] => (pattern.exec(printed)?.[1] ?? '').split(' ');

  beforeAll(async () => {
    ensureBuilt();
    demo = startCli(['demo', '--data', directory, '--events', '2000', '--port', '0']);
    [printed] = await demo.said(/^CENTRAL=[^]*follow-subscription.* receipt$/m);
    const questions = [...printed.matchAll(/^curl -s '(\S+)'(?: -H "Authorization: Bearer \$(\w+)")?$/gm)];
    answers = await Promise.all(
      questions.map(async ([, url = '', who]) => {
        const headers = who === undefined ? {} : { authorization: `Bearer ${tokenOf(who)}` };
        const answer = await fetch(url, { headers });
        return { url, status: answer.status, body: (await answer.json()) as Answer['body'] };
      }),
    );
  }, BUILD_TIMEOUT_MS + LONGEST_MS);
  afterAll(async () => {
    demo.kill('SIGINT');
    await demo.ended;
    rmSync(parent, { recursive: true });
  });

  it('is answered by its server', () => {
    expect(answers.length).toBeGreaterThan(15);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('shows who was active under which protocol, and all that happened to one', async () => {
    const points = await runCli(pasted(/^npx rete-punti (audit points --data \S+ --region \d\d --on \S+)$/m));
    expect(points).toMatchObject({ code: 0, stderr: '' });
    expect(points.stdout).toMatch(/^[1-9]\d* active in region \d\d on /m);
    const protocol = await runCli(pasted(/^npx rete-punti (audit protocol --data \S+ \S+)$/m));
    expect(protocol.stdout).toContain('ProtocolEnteredIntoForce');
  });

  it('shows what the centre has set, conventions that were renewed, amended and have expired, and support with its outcome', async () => {
    const firstOf = (part: string): Readonly<Record<string, unknown>> =>
      answerOf<{ readonly items: readonly Readonly<Record<string, unknown>>[] }>(part).items[0] ?? {};
    const [template, framework] = [firstOf('/templates'), firstOf('/framework-agreements')];
    const [renewed, expired, support] = ['state=RENEWED', 'state=EXPIRED', 'kind=SUPPORT'].map(firstOf) as [
      ...[{ readonly id?: string }, object, object],
    ];
    expect(support).toMatchObject({
      state: 'CLOSED',
      personInCharge: 'demo-assistenza',
      outcome: { result: 'SOLVED' },
    });
    expect(expired).toMatchObject({ templateId: template.id, frameworkAgreementId: framework.id });
    const headers = { authorization: `Bearer ${tokenOf('CENTRAL')}` };
    const { origin } = new URL(answers[0]?.url ?? '');
    const at = async (id: string) => (await fetch(`${origin}/rest/protocols/v1/protocols/${id}`, { headers })).json();
    const { renewal } = (await at(renewed.id ?? '')) as { readonly renewal: { readonly successorId: string } };
    expect(await at(renewal.successorId)).toMatchObject({
      ...{ state: 'IN_FORCE', durationMonths: 48, renews: renewed.id },
      history: expect.arrayContaining([expect.objectContaining({ type: 'ProtocolAmended' })]) as unknown,
    });
  });

  it('shows what agendas did: somebody is to be called, and of the others each has become what can become of them', async () => {
    // The first sheet is of the day on which a place is offered, and may have nobody yet.
    const found = (part: string): number =>
      answers.filter(({ url }) => url.includes(part)).flatMap(({ body }) => body.items ?? []).length;
    const parts = ['displaced-appointments?unit=', 'REINSTATED', 'RESCHEDULED', 'CANCELLED', '/sheet?', '/accesses'];
    expect(parts.filter((part) => found(part) === 0)).toEqual([]);
    const week = await runCli(pasted(/^npx rete-punti (agenda show .*)$/m));
    expect(week).toMatchObject({ code: 0, stderr: '' });
    expect(week.stdout).toMatch(/chiusura: Lavori agli impianti .*09:00–10:30 \(2 posti\); 10:30–12:00 \(2 posti\)/);
  });

  it('shows what another administration was sent, each event taken at the first attempt, and a signed receipt for it', async () => {
    const { through, held } = answerOf<{ readonly through: number; readonly held: readonly unknown[] }>('/endpoint');
    expect(through).toBeGreaterThan(3);
    expect(held).toEqual([]);
    const { history } = answers.find(({ url }) => /\/subscriptions\/[\w-]+$/.test(url))?.body as {
      readonly history?: unknown;
    };
    expect(history).toContainEqual(
      expect.objectContaining({
        type: 'SubscriptionSecretsShown',
        actor: expect.objectContaining({ id: 'demo-integration' }) as unknown,
      }),
    );
    expect(answerOf<{ readonly items: readonly object[] }>('/deliveries?').items).toHaveLength(5);
    // Which attempts are the newest is chance, as events of different things are sent side by side: all of them are asked for.
    const { url = '' } = answers.find((one) => one.url.includes('/deliveries?')) ?? {};
    const headersOfIntegration = { authorization: `Bearer ${tokenOf('INTEGRATION')}` };
    const all = await fetch(url.replace('limit=5', 'limit=100'), { headers: headersOfIntegration });
    const { items } = (await all.json()) as { readonly items: readonly { readonly number: number }[] };
    expect(items).toContainEqual(expect.objectContaining({ number: through, status: 204, failure: null }));
    expect(items.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: through }, (_, index) => index + 1),
    );

    const [, bookAt = '', server = '', path = ''] =
      /^curl -s '(\S+)' \| curl -s '(http:\/\/[^/]+)(\S+)' -H "Authorization: Bearer \$INTEGRATION" -H 'Content-Type: application\/json' -d @-$/m.exec(
        printed,
      ) ?? [];
    const book = await (await fetch(bookAt)).text();
    const headers = { ...headersOfIntegration, 'content-type': 'application/json' };
    const receipt = (await (await fetch(server + path, { method: 'POST', headers, body: book })).json()) as {
      readonly statement: string;
    };
    const [header = '', payload = '', signature = ''] = receipt.statement.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ number: through });
    const keys = (await (await fetch(`${server}/rest/integration/v1/keys`)).json()) as { readonly keys: JsonWebKey[] };
    const key = createPublicKey({ key: keys.keys[0]!, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('follows what it asks for itself until it is ended, and has a receipt for that, too', async () => {
    const [program = '', ...args] = pasted(/^RETE_PUNTI_TOKEN=\$INTEGRATION npx node (docs\/examples\/.*json)$/m);
    const environment = { RETE_PUNTI_TOKEN: tokenOf('INTEGRATION') };
    const following = startProgram(program, args, environment);
    await following.said(/"number":5,/);
    following.kill('SIGKILL');
    await following.ended;
    const receipt = await startProgram(program, [...args, 'receipt'], environment).ended;
    expect(receipt).toMatchObject({ code: 0, stderr: '' });
    // It was killed where it had dealt with the fifth, and may not have written that down.
    expect((JSON.parse(receipt.stdout) as { readonly number: number }).number).toBeGreaterThanOrEqual(4);
  });
});
