import { addDays, romeDateOf, weekdayOf } from '#italy';
import { accepted, AGENDAS, establishUnits, TERRITORY, workingDay } from './support/agenda.ts';
import { Agreements, AUTHORIZATIONS, POINTS, PROTOCOLS } from './support/agreements.ts';
import { ShiftedClock, type TestApplication } from './support/application.ts';
import { beginningOf } from './support/beginning.ts';
import { dieOnTheWay, eventsAfter, runServer, type Cause } from './support/dying.ts';
import { actorOf, endStateOf } from './support/end-state.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';
import { establishedPuntoInps, PUNTI_INPS } from './support/punto-inps.ts';

/** More than anything here writes: what never comes to its end fails. */
const DYING = { mostDeaths: 60, isRepeated: true };
const LONGEST_MS = 600_000;
const DAY_MS = 86_400_000;
/** The protocol is amended by then. */
const LATER = 60;
/** The review of an authorisation is overdue beyond the time that is given. */
const OVERDUE = 420;
const AGENCY = 'E2E-AG-058';
const SERVICES = [{ serviceId: 'accoglienza-orientamento' }, { serviceId: 'delega-identita-digitale' }];
/** Of the line of the agenda. */
const COUNTED = 'duplicato-certificazione-unica';

/** What stands before any cause. */
interface Network {
  /** A Punto Cliente di Servizio with one operator. */
  readonly authorizationId: string;
  /** A Punto Cliente whose protocol allows its kind, and since two days after it began no other that it could become. */
  readonly changingId: string;
  /** It is made of an agency, and could open. */
  readonly puntoInpsId: string;
  /** Of the desk of the agency, where somebody waits. */
  readonly agendaId: string;
  readonly analysisId: string;
}

describe('K1, K3, K6, P7: what follows from points, killed after every append and every save of a process', () => {
  const clock = new ShiftedClock();
  const begun = romeDateOf(clock.now());
  const day = (days: number): string => addDays(begun, days);
  const beginning = beginningOf<Network>(
    async (application) => {
      await establishUnits(await application.as());
      const agreed = await amendedAgreement(application);
      const becoming = await agencyThatBecomesAPoint(application);
      return { ...agreed, ...becoming };
    },
    { clock },
  );

  /** Two active points under a protocol that was amended; the clock is ahead from then on. */
  async function amendedAgreement(
    application: TestApplication,
  ): Promise<Pick<Network, 'authorizationId' | 'changingId'>> {
    const agreements = await Agreements.over(application.as);
    const host = await agreements.host();
    const staffedId = await agreements.approvedPoint(host);
    const changingId = await agreements.approvedPoint(host, { kind: 'INFORMATIVO', services: ['stato-domanda'] });
    const kinds = ['SERVIZIO', 'INFORMATIVO', 'EVOLUTO'];
    const protocolId = await agreements.signedProtocol(host, [staffedId, changingId], { kinds });
    await agreements.inForce(protocolId);
    const authorizationId = await agreements.trainedOperator(host, staffedId, 'clerk-7', 70);
    await agreements.granted(authorizationId, protocolId);
    for (const pointId of [staffedId, changingId]) await agreements.activated(pointId, protocolId);
    const signatures = (['INPS', 'HOST'] as const).map((party) => agreements.signatureOf(party, { text: 'ad' }));
    const amendment = { signatures, kinds: ['SERVIZIO', 'INFORMATIVO'], effectiveDate: day(2) };
    await accepted(agreements.regional.post(`${PROTOCOLS}/${protocolId}/amendments`, amendment));
    // Nobody has to be reminded of anything.
    const [signed] = await eventsOf(application.stores.eventStore, 'ProtocolAmendmentSigned');
    const { amendmentId } = signed!.data as { readonly amendmentId: string };
    for (const act of [undefined, amendmentId]) await agreements.forwarded(protocolId, act);
    await application.settled();
    clock.ahead = LATER * DAY_MS;
    await application.processes.fireDue();
    await application.settled();
    return { authorizationId, changingId };
  }

  /** An agency with an agenda, and the Punto INPS that it becomes once that opens. */
  async function agencyThatBecomesAPoint(
    application: TestApplication,
  ): Promise<Pick<Network, 'puntoInpsId' | 'agendaId' | 'analysisId'>> {
    const central = await application.as();
    const { unit: parent, region, province } = TERRITORY;
    await accepted(
      central.post('/rest/organisation/v1/territorial-units', {
        ...{ code: AGENCY, kind: 'AGENZIA_TERRITORIALE', name: 'Agenzia di prova', aooCode: `AOO-${AGENCY}` },
        ...{ pec: 'prova@pec.example.org', parent, region, province, municipality: 'H501' },
      }),
    );
    const owner = { kind: 'UNIT_DESK', unit: AGENCY };
    const desk = { owner, name: 'Sportello', serviceLine: 'PENSIONI', slotMinutes: 10, modes: ['IN_PERSON'] };
    const { id: agendaId } = await accepted(central.post(AGENDAS, desk));
    const wish = { mode: 'IN_PERSON', serviceId: COUNTED, citizen: fictitiousPerson(1) };
    await accepted(central.post(`${AGENDAS}/${agendaId}/waiting-list`, wish));
    const date = workingDay(LATER + 3);
    const hours = { weekday: weekdayOf(date), from: '09:00', to: '09:20', validFrom: date, validUntil: date };
    await accepted(central.post(`${AGENDAS}/${agendaId}/opening-bands`, { ...hours, capacity: 1 }));
    const { id: puntoInpsId } = await establishedPuntoInps(central, 'Punto di prova', { replaces: AGENCY });
    const of = `${PUNTI_INPS}/${puntoInpsId}`;
    const period = { periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi 2025' };
    const demand = [{ serviceId: COUNTED, accesses: 420 }];
    const { id: analysisId } = await accepted(central.post(`${of}/demand-analyses`, { ...period, demand }));
    await accepted(central.post(`${of}/services`, { services: SERVICES }));
    await application.settled();
    return { puntoInpsId, agendaId, analysisId };
  }

  /**
   * Has causes carried out by servers that die and by others that do not, so many days ahead.
   * @returns what policies have written where servers died, in the order of their names
   */
  async function killedOnTheWay(...steps: readonly (readonly [Cause | undefined, number])[]): Promise<string[]> {
    const { before } = beginning;
    const [plain, killed] = [beginning.copy(), beginning.copy()];
    for (const [cause, days] of steps) {
      const ahead = days * DAY_MS;
      expect(await runServer(plain, 0, cause, ahead)).toBe('done');
      expect(await dieOnTheWay(killed, cause, { ...DYING, ahead })).toBeGreaterThan(3);
      const inTheEnd = await endStateOf(killed, before);
      expect(inTheEnd).toEqual(await endStateOf(plain, before));
      expect(inTheEnd.parked).toEqual([]);
    }
    return (await eventsAfter(killed, before))
      .flatMap((event) => {
        const { kind, name } = actorOf(event) as { readonly kind: string; readonly name: string };
        return kind === 'policy' ? [`${name}: ${event.type}`] : [];
      })
      .toSorted();
  }

  it(
    'K3, K1, A9: an agency gives itself and its agenda once to the Punto INPS that it becomes, the agenda offers what that does, and who waits there follows',
    async () => {
      const { puntoInpsId, agendaId, analysisId } = beginning.standing;
      const of = `${PUNTI_INPS}/${puntoInpsId}`;
      const services = [...SERVICES, { serviceId: COUNTED, analysisId }];
      expect(
        await killedOnTheWay(
          [{ path: `${of}/opening`, body: { agendaId } }, LATER],
          [{ path: `${of}/services`, body: { services } }, LATER],
        ),
      ).toEqual([
        'agencies-of-punti-inps: UnitDependantLeft',
        ...['agenda-days: DayPlanned', 'agenda-days: DayPlanned'],
        'agendas-of-agencies: AgendaTransferred',
        'agendas-offer-as-punto-inps: AgendaServicesChanged',
        ...['unit-dependants-keeper: UnitDependantEntered', 'unit-dependants-keeper: UnitDependantLeft'],
        'waiting-ends: WaitlistTransferred',
        // Who waits for what the point does not offer yet, and is put back once it does.
        ...['waiting-follows-services: WaitlistJoined', 'waiting-follows-services: WaitlistLeft'],
      ]);
    },
    LONGEST_MS,
  );

  it(
    'T4: an agenda goes once with the seat of its unit, and its day is planned anew once',
    async () => {
      const cause = {
        path: `/rest/organisation/v1/territorial-units/${AGENCY}/details`,
        body: { municipality: 'C773' },
      };
      expect(await killedOnTheWay([cause, LATER])).toEqual([
        'agenda-days: DayPlanned',
        'agendas-follow-seat: AgendaRelocated',
      ]);
    },
    LONGEST_MS,
  );

  it(
    'P7, T1: a point of which another kind becomes known late is suspended once, from the day on which its protocol does not allow it',
    async () => {
      const becomes = { kind: 'EVOLUTO', services: ['stato-domanda'], changedOn: day(1) };
      const body = { ...becomes, hostRequest: { protocolNumber: '13/2026', date: begun } };
      const cause = { path: `${POINTS}/${beginning.standing.changingId}/kind`, body };
      expect(await killedOnTheWay([cause, LATER])).toEqual(['changed-points-follow-protocols: PuntoClienteSuspended']);
    },
    LONGEST_MS,
  );

  it(
    'K6, T1: a point is suspended once with its last authorisation, and given back once with it by a review that is recorded late',
    async () => {
      const review = {
        path: `${AUTHORIZATIONS}/${beginning.standing.authorizationId}/review`,
        body: { outcome: 'CONFIRMED', reviewedOn: day(350) },
      };
      expect(await killedOnTheWay([undefined, OVERDUE], [review, OVERDUE])).toEqual([
        ...[
          'accounts-follow-authorizations: OperatorAccountLeft',
          'accounts-follow-authorizations: OperatorAccountRecorded',
        ],
        ...[
          'authorization-reviews: OperatorAuthorizationExpired',
          'authorization-reviews: OperatorAuthorizationResumed',
        ],
        'authorization-reviews: OperatorRosterEntered',
        ...['points-follow-operators: PuntoClienteResumed', 'points-follow-operators: PuntoClienteSuspended'],
        'roster-follows-authorizations: OperatorRosterLeft',
      ]);
    },
    LONGEST_MS,
  );
});
