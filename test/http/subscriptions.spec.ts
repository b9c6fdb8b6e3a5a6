import { deriveId } from '#kernel/domain';
import { accepted } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousBodyCode } from '../e2e/support/people.ts';
import { until } from '../e2e/support/until.ts';
import { expectProblem, TestServer } from './support/server.ts';

/** What a problem says of why, without what names the request. */
function pick(body: unknown): { readonly code: unknown } {
  return { code: (body as { readonly code?: unknown }).code };
}

const INTEGRATION = '/rest/integration/v1';
const SUBSCRIPTIONS = `${INTEGRATION}/subscriptions`;
const MINUTE = 60_000;
const TEN_MINUTES = 10 * MINUTE;

describe('subscriptions, over HTTP', () => {
  let server: TestServer;
  let central: Api;
  beforeAll(async () => {
    server = await TestServer.start();
    central = new Api(server.running.url, await server.token());
  });
  afterAll(() => server.close());

  /** An integration with a subscription of its own. */
  const subscriber = async (): Promise<{ integrationId: string; id: string; api: Api; minPosition: string }> => {
    const { id: integrationId } = await accepted(
      central.post(`${INTEGRATION}/integrations`, { name: 'Prova', contact: 'Ufficio', scope: { nation: true } }),
    );
    const api = central.with(await server.token({ role: 'integration', integration: integrationId }));
    const { id, position } = await accepted(
      api.post(SUBSCRIPTIONS, { integrationId, serial: 1, name: 'Prova', filter: {} }),
    );
    return { integrationId, id, api, minPosition: position };
  };

  it('are seen by their own integration and the centre, and by no other integration', async () => {
    const [one, other] = [await subscriber(), await subscriber()];
    const { minPosition } = other;
    for (const api of [one.api, central]) {
      expect(await api.get(`${SUBSCRIPTIONS}/${one.id}?minPosition=${minPosition}`)).toMatchObject({
        status: 200,
        body: { id: one.id, integrationId: one.integrationId, state: 'OPEN', lastNumber: 0, history: [{}] },
      });
    }
    const unknown = central.with(await server.token({ role: 'integration', integration: 'nobody' }));
    for (const api of [other.api, unknown]) {
      const refused = [
        await api.get(`${SUBSCRIPTIONS}/${one.id}?minPosition=${minPosition}`),
        await api.get(`${SUBSCRIPTIONS}/${one.id}/events`),
        await api.get(`${SUBSCRIPTIONS}?integrationId=${one.integrationId}`),
        await api.post(`${SUBSCRIPTIONS}/${one.id}/closing`, { reason: 'Prova' }),
      ];
      for (const answer of refused) expectProblem(answer, 403, 'SUBSCRIPTION_OF_ANOTHER');
    }
    expectProblem(await unknown.get(SUBSCRIPTIONS), 403, 'INTEGRATION_UNKNOWN');
    const listed = async (api: Api): Promise<unknown[]> => {
      const items = await api.list(`${SUBSCRIPTIONS}?minPosition=${minPosition}`);
      return items.map((item) => (item as { readonly id: string }).id);
    };
    expect(await listed(one.api)).toEqual([one.id]);
    expect(await listed(central)).toEqual(expect.arrayContaining([one.id, other.id]));
  });

  it('have what is published from their opening on, under numbers, and not what was before', async () => {
    const HERE = { region: '12', province: '058' };
    const host = await accepted(
      central.post('/rest/organisation/v1/host-bodies', {
        ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) },
        ...{ ipaCode: 'c_prova', ...HERE },
      }),
    );
    const opened = async (): Promise<unknown> =>
      accepted(
        central.post('/rest/service-points/v1/punti-cliente', {
          ...{ hostBodyId: host.id, kind: 'INFORMATIVO', ...HERE, municipality: 'H501' },
          address: { street: 'Via Nuova 1', postalCode: '00100' },
        }),
      );
    await opened();
    const { api, id, minPosition } = await subscriber();
    const { body } = await api.get(`${SUBSCRIPTIONS}/${id}?minPosition=${minPosition}`);
    const { opensAfter, book } = body as { readonly opensAfter: string; readonly book: string };
    await opened();
    const feed = await until(async () => {
      const { body: events } = await api.get(`${INTEGRATION}/events?lastEventId=${opensAfter}`);
      return (events as unknown[]).length > 0 ? (events as object[]) : undefined;
    });
    const answer = await api.get(`${SUBSCRIPTIONS}/${id}/events?timeout=60000`);
    expect(answer.headers.get('content-type')).toContain('application/cloudevents-batch+json');
    expect(answer.body).toEqual(feed.map((event, at) => ({ ...event, number: at + 1, book })));
    expectProblem(await api.get(`${SUBSCRIPTIONS}/${id}/events?after=1`), 422, 'BOOK_UNNAMED');
    expectProblem(await api.get(`${SUBSCRIPTIONS}/${id}/events?after=9&book=${book}`), 409, 'NUMBER_NOT_GIVEN');
  });

  it('send no example to an endpoint that was not proven', async () => {
    const { id, api } = await subscriber();
    await accepted(api.post(`${SUBSCRIPTIONS}/${id}/endpoint`, { url: 'https://receiver.example/hook' }));
    expectProblem(await api.post(`${SUBSCRIPTIONS}/${id}/endpoint/example`, {}), 422, 'ENDPOINT_UNPROVEN');
  });

  it('end what is read with their integration, at once', async () => {
    const { api, id, integrationId } = await subscriber();
    await accepted(api.post(`${SUBSCRIPTIONS}/${id}/endpoint`, { url: 'https://receiver.example/hook' }));
    const { position } = await accepted(
      central.post(`${INTEGRATION}/integrations/${integrationId}/withdrawal`, { reason: 'Prova' }),
    );
    const behind = ['/events', `?minPosition=${position}`, '/endpoint', '/deliveries'];
    for (const path of behind) {
      expectProblem(await api.get(`${SUBSCRIPTIONS}/${id}${path}`), 403, 'INTEGRATION_WITHDRAWN');
    }
    expectProblem(await api.get(`${SUBSCRIPTIONS}?minPosition=${position}`), 403, 'INTEGRATION_WITHDRAWN');
    expectProblem(await api.post(`${SUBSCRIPTIONS}/${id}/endpoint/example`, {}), 403, 'INTEGRATION_WITHDRAWN');
    expectProblem(await api.post(`${SUBSCRIPTIONS}/${id}/endpoint/secrets`, {}), 422, 'INTEGRATION_STATE_FORBIDS');
    // The centre, which answers for it, still sees what there was, and sends nothing.
    expect(await central.get(`${SUBSCRIPTIONS}/${id}/endpoint`)).toMatchObject({ status: 200 });
    expectProblem(await central.post(`${SUBSCRIPTIONS}/${id}/endpoint/example`, {}), 403, 'INTEGRATION_WITHDRAWN');
  });

  it('of others are refused in one way, whether they are there or not: their ids follow from serials', async () => {
    const [one, other] = [await subscriber(), await subscriber()];
    const { minPosition } = other;
    const missing = deriveId('Subscription', one.integrationId, '2');
    const said = async (id: string): Promise<unknown> => {
      const at = `${SUBSCRIPTIONS}/${id}`;
      const read = [`?minPosition=${minPosition}`, '/events', '/endpoint', '/deliveries'];
      const answers = [
        ...(await Promise.all(read.map((path) => other.api.get(`${at}${path}`)))),
        await other.api.post(`${at}/endpoint/example`, {}),
        await other.api.post(`${at}/receipts`, { book: `${id}.00000000`, number: 0, hash: '0'.repeat(64), points: [] }),
        await other.api.post(`${at}/closing`, { reason: 'Prova' }),
        await other.api.post(`${at}/filter`, { filter: {} }),
        await other.api.post(`${at}/endpoint`, { url: 'https://receiver.example/hook' }),
        await other.api.post(`${at}/endpoint/proof`, {}),
        await other.api.post(`${at}/endpoint/secrets`, {}),
        await other.api.post(`${at}/endpoint/rotation`, { overlap: 0 }),
        await other.api.post(`${at}/deliveries/pause`, { reason: 'Prova' }),
        await other.api.post(`${at}/deliveries/resumption`, {}),
        await other.api.post(`${at}/deliveries/replay`, { from: 1 }),
        await other.api.post(`${at}/deliveries/skip`, { number: 1, reason: 'Prova' }),
      ];
      return answers.map(({ status, body }) => ({ status, ...pick(body) }));
    };
    const refused = await said(one.id);
    expect(refused).toEqual(Array.from({ length: 16 }, () => ({ status: 403, code: 'SUBSCRIPTION_OF_ANOTHER' })));
    expect(await said(missing)).toEqual(refused);
    expectProblem(await central.get(`${SUBSCRIPTIONS}/${missing}/endpoint`), 404, 'SUBSCRIPTION_NOT_FOUND');
  });

  it('have keys by which receipts are verified, which need no token', async () => {
    const answer = await server.call('GET', `${INTEGRATION}/keys`);
    expect(answer.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(answer.body).toEqual({ keys: [expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' })] });
  });

  it('show the secrets of an endpoint once, which its history tells, and those of a rotation once more', async () => {
    const { id, api } = await subscriber();
    const at = `${SUBSCRIPTIONS}/${id}`;
    const show = (key?: string) => api.post(`${at}/endpoint/secrets`, {}, { ...(key === undefined ? {} : { key }) });
    expectProblem(await show(), 422, 'ENDPOINT_MISSING');
    await accepted(api.post(`${at}/endpoint`, { url: 'https://receiver.example/hook' }));
    expectProblem(await central.post(`${at}/endpoint/secrets`, {}), 403, 'ROLE_NOT_ALLOWED');
    expect(await api.get(`${at}/endpoint`)).toMatchObject({ body: { secretsShownAt: null } });

    const shown = await show('lost');
    expect(shown).toMatchObject({
      status: 200,
      body: {
        id,
        shared: expect.stringMatching(/^whsec_/) as unknown,
        privateKey: expect.stringMatching(/^whsk_/) as unknown,
      },
    });
    expect(shown.headers.get('cache-control')).toBe('no-store');
    server.ahead = TEN_MINUTES - MINUTE;
    expect((await show('lost')).body).toEqual(shown.body);
    expectProblem(await show(), 409, 'SECRETS_SHOWN_ALREADY');
    server.ahead = TEN_MINUTES;
    expectProblem(await show('lost'), 409, 'SECRETS_SHOWN_ALREADY');

    const { secretsShownAt } = (await api.get(`${at}/endpoint`)).body as { readonly secretsShownAt: string };
    const { position } = shown.body as { readonly position: string };
    const told = {
      type: 'SubscriptionSecretsShown',
      recordedAt: secretsShownAt,
      data: { subscriptionId: id, keys: 1 },
    };
    expect(await api.get(`${at}?minPosition=${position}`)).toMatchObject({
      body: { changedAt: secretsShownAt, history: [{}, {}, { ...told, actor: { role: 'integration' } }] },
    });

    await accepted(api.post(`${at}/endpoint/rotation`, { overlap: 24 }));
    const { body: later } = await show();
    expect((later as { readonly shared: string }).shared).toMatch(/^whsec_/);
    expect(later).not.toMatchObject({ shared: (shown.body as { readonly shared: string }).shared });
    expectProblem(await show(), 409, 'SECRETS_SHOWN_ALREADY');
  });
});
