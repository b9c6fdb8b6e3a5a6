import { Parser } from '@asyncapi/parser';
import { CloudEvent as SdkEvent, HTTP } from 'cloudevents';
import { contexts } from '#composition';
import { accepted } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import type { CloudEvent } from '#use-cases';
import { Messages } from './support/messages.ts';
import { HERE, serverWithThings, type StandingThings } from './support/standing-things.ts';
import { expectProblem, type TestServer, wrongFields, type Answer } from './support/server.ts';

const EVENTS = '/rest/integration/v1/events';
const INTEGRATIONS = '/rest/integration/v1/integrations';

/** What a catalogue of APIs links to (RFC 9264). */
type Linked = Readonly<
  Partial<Record<'service-desc' | 'service-doc', readonly { readonly href: string; readonly type: string }[]>>
>;

/** Severities of what the parser of AsyncAPI says. */
const ERRORS: readonly number[] = [0];

describe('what is published, over HTTP', () => {
  let server: TestServer;
  let central: Api;
  let things: StandingThings;
  let token: string;

  beforeAll(async () => {
    ({ server, things } = await serverWithThings());
    central = new Api(server.running.url, await server.token());
    token = await server.token(things.here('integration'));
  });
  afterAll(() => server.close());

  const register = async (scope: object): Promise<{ id: string; token: string }> => {
    const { id } = await accepted(central.post(INTEGRATIONS, { name: 'Prova', contact: 'Ufficio', scope }));
    return { id, token: await server.token({ role: 'integration', integration: id }) };
  };
  const read = async (query = '', as = token): Promise<Answer> =>
    server.call('GET', `${EVENTS}${query}`, { token: as });
  const eventsOf = async (query = '', as = token): Promise<readonly CloudEvent[]> => {
    const { status, body } = await read(query, as);
    expect(status).toBe(200);
    return body as readonly CloudEvent[];
  };
  /** Something that is published. */
  const somethingNew = async (): Promise<string> => {
    const host = await accepted(
      central.post('/rest/service-points/v1/punti-cliente', {
        ...{ hostBodyId: things.ids.hostBodyId, kind: 'INFORMATIVO', region: HERE.region, province: HERE.province },
        ...{ municipality: 'H501', address: { street: 'Via Nuova 1', postalCode: '00100' } },
      }),
    );
    return host.id;
  };

  it('is a batch of CloudEvents, whose schemas are where they say', async () => {
    const answer = await read('?limit=1000');
    expect(answer.headers.get('content-type')).toMatch(/^application\/cloudevents-batch\+json/);
    const events = answer.body as readonly CloudEvent[];
    expect(new Set(events.map(({ type }) => type.split('.')[3]))).toEqual(
      new Set(['service-point', 'protocol', 'territorial-unit', 'agenda', 'appointment']),
    );
    for (const url of new Set(events.map(({ dataschema }) => dataschema))) {
      const schema = await fetch(url);
      expect([schema.status, schema.headers.get('content-type')]).toEqual([
        200,
        expect.stringMatching(/^application\/schema\+json/),
      ]);
      expect(((await schema.json()) as { readonly examples: readonly object[] }).examples).toHaveLength(1);
    }
    expectProblem(await server.call('GET', '/rest/integration/v1/schemas/nothing'), 404, 'EVENT_SCHEMA_NOT_FOUND');
  });

  it('is read by the SDK of CloudEvents, strictly: each event of a batch, and each alone', async () => {
    const answer = await fetch(`${server.running.url}${EVENTS}?limit=1000`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const [headers, body] = [Object.fromEntries(answer.headers), await answer.text()];
    const read = HTTP.toEvent<object>({ headers, body });
    const sent = JSON.parse(body) as readonly CloudEvent[];
    expect(sent.length).toBeGreaterThan(5);
    expect([read].flat().map((event) => (event as SdkEvent<object>).toJSON())).toEqual(sent);
    for (const event of sent) expect(new SdkEvent(event, true).validate()).toBe(true);
  });

  it('is described by AsyncAPI, as its own parser takes it: nothing is an error', async () => {
    const { document, diagnostics } = await new Parser().parse(
      await (await fetch(`${server.running.url}/rest/integration/v1/asyncapi.json`)).text(),
    );
    expect(diagnostics.filter(({ severity }) => ERRORS.includes(severity))).toEqual([]);
    const published = contexts.flatMap(({ publishes = [] }) => publishes);
    expect(
      document
        ?.messages()
        .all()
        .map((message) => message.name())
        .toSorted(),
    ).toEqual(published.map(({ name }) => name).toSorted());
  });

  it('is found from the well-known place, without a token: what is linked there is there, of the type that is said', async () => {
    const place = `${server.running.url}/.well-known/api-catalog`;
    const [head, got] = [await fetch(place, { method: 'HEAD' }), await fetch(place)];
    for (const { status, headers } of [head, got]) {
      expect([status, headers.get('link')]).toEqual([200, '</.well-known/api-catalog>; rel="api-catalog"']);
      expect(headers.get('content-type')).toContain(
        'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
      );
    }
    const { linkset } = (await got.json()) as { readonly linkset: readonly Linked[] };
    const links = linkset.flatMap((one) => [...(one['service-desc'] ?? []), ...(one['service-doc'] ?? [])]);
    expect(links.length).toBe(4);
    for (const { href, type } of links) {
      const answer = await fetch(href);
      expect([href, answer.status, answer.headers.get('content-type')]).toEqual([href, 200, `${type}; charset=utf-8`]);
    }
    expect((await fetch(`${server.running.url}/rest/integration/v1/keys`)).status).toBe(200);
  });

  it('names nobody, and holds no booking code', async () => {
    const text = JSON.stringify(await eventsOf('?limit=1000'));
    for (const word of ['bookingCode', 'fiscalCode', 'citizen', 'familyName', 'sealed'])
      expect(text).not.toContain(word);
  });

  it('is for integrations that are registered, and the centre', async () => {
    await expect(server.token({ role: 'integration' })).rejects.toThrow('needs the claim integration');
    const unknown = await server.token({ role: 'integration', integration: 'nobody' });
    expectProblem(await read('', unknown), 403, 'INTEGRATION_UNKNOWN');
    expectProblem(await read('', await server.token(things.here('regional'))), 403, 'ROLE_NOT_ALLOWED');
    expect((await eventsOf('?limit=1', await server.token())).length).toBe(1);
  });

  it('refuses what is no place in this log, and types that there are not', async () => {
    expectProblem(await read('?lastEventId=0123456789-0000000000000001'), 409, 'EVENT_OF_ANOTHER_LOG');
    expectProblem(await read('?lastEventId=7'), 400, 'INVALID_REQUEST');
    expectProblem(await read('?timeout=60001'), 400, 'INVALID_REQUEST');
    expectProblem(await read('?types=it.inps.retepunti.nothing.v1'), 422, 'PUBLISHED_TYPE_UNKNOWN');
  });

  it('comes to whoever waits, and nothing does of another region', async () => {
    const elsewhere = await register({ nation: false, regions: ['08'] });
    const last = (await eventsOf('?limit=1000')).at(-1)!;
    const waiting = eventsOf(`?lastEventId=${last.id}&timeout=60000`);
    const id = await somethingNew();
    expect((await waiting).map(({ subject }) => subject)).toEqual([id]);
    expect(await eventsOf('?limit=1000', elsewhere.token)).toEqual([]);
  });

  it('is streamed in the same order under the same ids, from the last that was seen', async () => {
    const all = await eventsOf('?limit=1000');
    const stream = new Messages(`${server.running.url}${EVENTS}/stream`, token);
    for (const event of all) {
      const message = await stream.next();
      expect([message?.id, JSON.parse(message!.data!)]).toEqual([event.id, event]);
    }
    const id = await somethingNew();
    const message = await stream.next();
    expect(JSON.parse(message!.data!)).toMatchObject({ subject: id });
    stream.leave();
    const again = new Messages(`${server.running.url}${EVENTS}/stream`, token, { 'last-event-id': all.at(-1)!.id });
    expect((await again.next())?.id).toBe(message?.id);
    again.leave();
  });

  it('is streamed to nobody who may not read it, who is told so by a problem', async () => {
    const stream = `${EVENTS}/stream`;
    expectProblem(await server.call('GET', stream), 401, 'TOKEN_MISSING');
    expectProblem(
      await server.call('GET', stream, { token: await server.token(things.here('analyst')) }),
      403,
      'ROLE_NOT_ALLOWED',
    );
    expectProblem(
      await server.call('GET', `${stream}?lastEventId=0123456789-0000000000000001`, { token }),
      409,
      'EVENT_OF_ANOTHER_LOG',
    );
  });

  it('is streamed from no place that is none, wherever it is said: the header is looked at like the parameter', async () => {
    const { lastEventId } = (await read('/end')).body as { readonly lastEventId: string };
    const [mark = ''] = lastEventId.split('-');
    for (const place of ['nothing', mark, `${mark}-`, `${mark}-zz`, `${mark}- 1`, `${lastEventId}, ${lastEventId}`]) {
      const headers = { 'last-event-id': place };
      const refused = await server.call('GET', `${EVENTS}/stream`, { token, headers });
      expect(wrongFields(expectProblem(refused, 400, 'INVALID_REQUEST'))).toEqual(['lastEventId']);
    }
  });

  it('ends at once for an integration that is withdrawn, and follows a scope that changes', async () => {
    const one = await register({ nation: false, regions: ['08'] });
    // From the end on: whether its scope changes before or after it is first looked at, there is nothing else to read.
    const { lastEventId } = (await read('/end')).body as { readonly lastEventId: string };
    const stream = new Messages(`${server.running.url}${EVENTS}/stream?lastEventId=${lastEventId}`, one.token);
    await stream.opened();
    const waiting = stream.next();
    await accepted(
      central.post(`${INTEGRATIONS}/${one.id}/scope`, {
        ...{ scope: { nation: false, regions: [HERE.region] }, reason: 'Prova' },
      }),
    );
    const id = await somethingNew();
    const told = await waiting;
    expect(JSON.parse(told!.data!)).toMatchObject({ subject: id });
    await accepted(central.post(`${INTEGRATIONS}/${one.id}/withdrawal`, { reason: 'Prova' }));
    const refused = await stream.next();
    expect([refused?.event, JSON.parse(refused!.data!)]).toEqual([
      'refused',
      expect.objectContaining({ code: 'INTEGRATION_WITHDRAWN', status: 403 }),
    ]);
    expect(await stream.next()).toBeUndefined();
    expectProblem(await read('', one.token), 403, 'INTEGRATION_WITHDRAWN');
  });

  it('ends where nothing is to be read yet: what is read after that happened since', async () => {
    const { status, body } = await read('/end');
    expect(status).toBe(200);
    const { lastEventId } = body as { readonly lastEventId: string };
    expect(await eventsOf(`?lastEventId=${lastEventId}`)).toEqual([]);
    const id = await somethingNew();
    expect((await eventsOf(`?lastEventId=${lastEventId}&timeout=60000`)).map(({ subject }) => subject)).toEqual([id]);
    expectProblem(
      await read('/end', await server.token({ role: 'integration', integration: 'nobody' })),
      403,
      'INTEGRATION_UNKNOWN',
    );
  });

  it('is told no longer, nor waited for, once the token has expired', async () => {
    const { body } = await read('/end');
    const { lastEventId } = body as { readonly lastEventId: string };
    const waiting = read(`?lastEventId=${lastEventId}&timeout=60000`);
    const stream = new Messages(`${server.running.url}${EVENTS}/stream?lastEventId=${lastEventId}`, token);
    const message = stream.next();
    await somethingNew();
    expect((await waiting).status).toBe(200);
    expect((await message)?.id).toBeDefined();
    const last = (await eventsOf('?limit=1000')).at(-1)!.id;
    const [late, refused] = [read(`?lastEventId=${last}&timeout=60000`), stream.next()];
    server.ahead = 2 * 3_600_000;
    expectProblem(await late, 401, 'TOKEN_EXPIRED');
    const end = await refused;
    expect([end?.event, JSON.parse(end!.data!)]).toEqual([
      'refused',
      expect.objectContaining({ code: 'TOKEN_EXPIRED' }),
    ]);
    expect(await stream.next()).toBeUndefined();
  }, 20_000);
});
