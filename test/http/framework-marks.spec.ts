import { accepted, establishUnits } from '../e2e/support/agenda.ts';
import type { Api } from '../e2e/support/api.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';

const PROTOCOLS = '/rest/protocols/v1/protocols';
const FRAMEWORKS = '/rest/protocols/v1/framework-agreements';

describe('P8: what follows a framework agreement', () => {
  let application: TestApplication;
  let central: Api;

  beforeAll(async () => {
    application = await startApplication();
    central = await application.as();
    await establishUnits(central);
  });
  afterAll(() => application.close());

  it('is found in the register by it, and marked there once it is over', async () => {
    const { id: hostBodyId } = await accepted(
      central.post('/rest/organisation/v1/host-bodies', {
        ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di prova', fiscalCode: '80078750587', ipaCode: 'c_demo' },
        ...{ region: '12', province: '058' },
      }),
    );
    const point = await accepted(
      central.post('/rest/service-points/v1/punti-cliente', {
        ...{ hostBodyId, kind: 'INFORMATIVO', region: '12', province: '058', municipality: 'H501' },
        address: { street: 'Via della Prova 1', postalCode: '00100' },
      }),
    );
    const concluded = (counterpart: string, digit: string) =>
      accepted(
        central.post(FRAMEWORKS, {
          ...{ counterpart, documentSha256: digit.repeat(64), signedOn: '2026-01-10' },
          ...{ validFrom: '2026-01-10', validUntil: '2199-01-10' },
        }),
      );
    const [one, other] = [await concluded('Associazione dei comuni', 'a'), await concluded('Unione', 'b')];
    const drafted = (frameworkAgreementId?: string) =>
      accepted(
        central.post(PROTOCOLS, {
          ...{ hostBodyId, region: '12', points: [point.id], kinds: ['INFORMATIVO'], proposingUnit: 'E2E-DR-12' },
          ...(frameworkAgreementId === undefined ? {} : { frameworkAgreementId }),
        }),
      );
    const [following, elsewhere] = [await drafted(one.id), await drafted(other.id)];
    await drafted();
    const ended = await accepted(central.post(`${FRAMEWORKS}/${one.id}/termination`, { reason: 'Recesso' }));

    const seen = `minPosition=${ended.position}`;
    const { endsOn } = (await central.get(`${FRAMEWORKS}/${one.id}?${seen}`)).body;
    const listed = async (more = ''): Promise<readonly Record<string, unknown>[]> =>
      (await central.get(`${PROTOCOLS}?${seen}${more}`)).body.items as Record<string, unknown>[];
    expect(await listed(`&frameworkAgreementId=${one.id}`)).toMatchObject([
      { id: following.id, frameworkEndsOn: endsOn },
    ]);
    expect(await listed(`&frameworkAgreementId=${other.id}&sort=expiresOn`)).toMatchObject([{ id: elsewhere.id }]);
    expect((await listed()).map(({ frameworkEndsOn }) => frameworkEndsOn)).toEqual([null, '2199-01-10', endsOn]);
    expect((await central.get(`${PROTOCOLS}/${following.id}?${seen}`)).body).toMatchObject({ frameworkEndsOn: endsOn });
  });
});
