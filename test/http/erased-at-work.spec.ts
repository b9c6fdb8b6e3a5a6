import { staffPoint } from '../e2e/support/staffed-point.ts';
import { accepted, AGENDAS, TERRITORY, workingDay } from '../e2e/support/agenda.ts';
import { startApplication, type TestApplication } from '../e2e/support/application.ts';
import { expectProblem } from '../e2e/support/api.ts';
import { fictitiousPerson, namedPerson } from '../e2e/support/people.ts';
import { establishedPuntoInps, PUNTI_INPS } from '../e2e/support/punto-inps.ts';

const AUTHORIZATIONS = '/rest/service-points/v1/operator-authorizations';
/** The operator of {@link staffPoint}. */
const OPERATOR = fictitiousPerson(70);

describe('somebody at work who is erased', () => {
  let application: TestApplication;
  beforeAll(async () => {
    application = await startApplication();
  });
  afterAll(() => application.close());

  it('is authorised no longer, and on the staff of no Punto INPS', async () => {
    const central = await application.as();
    const { pointId, authorizationId } = await staffPoint(application);
    const { body: point } = await central.get(`/rest/service-points/v1/punti-cliente/${pointId}`);
    const clerk = await application.as({ role: 'host-operator', id: 'clerk-7', host: point.host.id as string });
    const puntoInps = `${PUNTI_INPS}/${(await establishedPuntoInps(central)).id}`;
    const from = workingDay(1);
    await accepted(
      central.post(`${puntoInps}/staff`, { person: namedPerson(70), unit: TERRITORY.unit, from, weekdays: [1, 2, 3] }),
    );

    const wish = { fiscalCode: OPERATOR.fiscalCode, ground: 'OBJECTION', reason: 'Prova' };
    await accepted(central.post('/rest/privacy/v1/erasures', wish));
    await application.processes.settled();

    const minPosition = await application.stores.eventStore.head();
    const { body: ended } = await central.get(`${AUTHORIZATIONS}/${authorizationId}?minPosition=${minPosition}`);
    expect(ended).toMatchObject({ state: 'REVOKED', revokedFor: 'SUBJECT_ERASED' });
    expect((await central.get(`${puntoInps}?minPosition=${minPosition}`)).body.staff).toMatchObject([
      { from, releasedOn: from },
    ]);
    const { body: agendas } = await central.get(`${AGENDAS}?limit=1`);
    const answer = await clerk.post(
      `${AGENDAS}/${agendas.items[0].agendaId as string}/days/${workingDay()}/appointments`,
      {
        ...{ start: '09:10', mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: fictitiousPerson(3) },
        bookedFrom: { pointId, authorizationId },
      },
    );
    expectProblem(answer, 403, 'OPERATOR_NOT_AUTHORISED');
  });
});
