import { TestServer, type Answer } from './support/server.ts';

type Entry = { readonly type: string; readonly actor: { readonly id: string }; readonly data: Record<string, unknown> };
const historyOf = ({ body }: Answer) =>
  (body.history as Entry[]).map(({ type, actor, data }) => ({ type, by: actor.id, data }));

describe('T2: whoever reads a thing reads who recorded what of it, and what stood before', () => {
  let server: TestServer;
  let central: string;

  beforeAll(async () => {
    server = await TestServer.start();
    central = await server.token({ role: 'central', id: 'centre-1' });
  });
  afterAll(() => server.close());

  const post = async (path: string, body: object, token = central): Promise<string> => {
    const answer = await server.call('POST', `/rest/${path}`, { token, body });
    expect(answer.status).toBeLessThan(300);
    return answer.body.id as string;
  };
  const get = async (path: string, token = central): Promise<Answer> => {
    const { projections, stores } = server.running;
    await projections.caughtUp(await stores.eventStore.head());
    return server.call('GET', `/rest/${path}`, { token });
  };

  it('of a hosting body: the name that was wrong, and who corrected it', async () => {
    const region = await server.token({ role: 'regional', id: 'officer', region: '08' });
    const elsewhere = await server.token({ role: 'regional', id: 'stranger', region: '01' });
    const body = {
      kind: 'PUBLIC_ADMINISTRATION',
      name: 'Comune di Prva',
      fiscalCode: '80078750587',
      ipaCode: 'c_demo',
    };
    const id = await post('organisation/v1/host-bodies', { ...body, region: '08', province: '037' }, region);
    await post(`organisation/v1/host-bodies/${id}/corrections`, { name: 'Comune di Prova' });

    const host = await server.token({ role: 'host-operator', id: 'mayor', host: id });
    for (const token of [region, central, host]) {
      expect(historyOf(await get(`organisation/v1/host-bodies/${id}`, token))).toMatchObject([
        { type: 'HostBodyRegistered', by: 'officer', data: { name: 'Comune di Prva' } },
        { type: 'HostBodyDetailsCorrected', by: 'centre-1', data: { name: 'Comune di Prova' } },
      ]);
    }
    expect(await get(`organisation/v1/host-bodies/${id}`, elsewhere)).toMatchObject({ status: 403 });
  });

  it('of a framework agreement and of a template, also for those who conclude under them', async () => {
    const region = await server.token({ role: 'regional', id: 'officer', region: '08' });
    const agreement = {
      counterpart: 'Associazione dei comuni',
      documentSha256: 'a'.repeat(64),
      signedOn: '2026-02-10',
    };
    const framework = await post('protocols/v1/framework-agreements', {
      ...agreement,
      ...{ validFrom: '2026-02-10', validUntil: '2029-02-10' },
    });
    await post(`protocols/v1/framework-agreements/${framework}/termination`, { reason: 'Recesso' });
    expect(historyOf(await get(`protocols/v1/framework-agreements/${framework}`, region))).toMatchObject([
      { type: 'FrameworkAgreementConcluded', by: 'centre-1' },
      { type: 'FrameworkAgreementTerminated', by: 'centre-1', data: { reason: 'Recesso' } },
    ]);

    const template = await post('protocols/v1/templates', {
      ...{ version: '2026-1', textSha256: 'b'.repeat(64), kinds: ['INFORMATIVO'], validFrom: '2026-02-10' },
      act: { authority: 'Direzione centrale', number: '1/2026', date: '2026-02-01' },
    });
    expect(historyOf(await get(`protocols/v1/templates/${template}`, region))).toMatchObject([
      { type: 'ProtocolTemplateAdopted', by: 'centre-1', data: { version: '2026-1' } },
    ]);
  });
});
