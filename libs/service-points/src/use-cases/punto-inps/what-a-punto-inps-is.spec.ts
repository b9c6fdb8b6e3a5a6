import { specify } from '#use-cases/specification';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps, puntoInpsLife } from '../../domain/punto-inps/punto-inps.ts';
import {
  analysedInps,
  closedInps,
  completeOffer,
  establishedInps,
  offeredInps,
  onDay,
  openedInps,
  openInps,
  proposedInps,
  readyInps,
} from '../../specification/sample-punto-inps.ts';
import { directorateOfProvince, kindsOfUnit, unitOfKind } from '../../specification/sample-units.ts';
import { changeReferenceUnitOfPuntoInps } from './change-reference-unit-of-punto-inps.ts';
import { openPuntoInps } from './open-punto-inps.ts';
import { proposePuntoInps } from './propose-punto-inps.ts';
import { recordPuntoInpsDemandAnalysis } from './record-punto-inps-demand-analysis.ts';
import { reviseServicesOfPuntoInps } from './revise-services-of-punto-inps.ts';

const subject = specify(puntoInps);
const point = { puntoInpsId: 'inps-1' };
const directorate = { id: 'officer', role: 'regional', region: '08' } as const;
const provincial = { id: 'clerk', role: 'provincial', province: '037' } as const;

const proposal = {
  ...{ name: 'Punto INPS di Vergato', region: '08', province: '037', municipality: 'L762', ground: 'LOW_COMPLEXITY' },
  address: { street: 'Piazza Capitani della Montagna 1', postalCode: '40038' },
  ...{ proposedBy: 'DP-BOLOGNA', referenceUnit: 'DP-BOLOGNA' },
};
const units = { proposer: directorateOfProvince, reference: directorateOfProvince, kinds: kindsOfUnit };

describe('P4: who may propose a Punto INPS, and be its reference unit, is data by kind of unit', () => {
  it('is proposed by a unit of a kind that may, for a reference unit of a kind that may', () => {
    const [proposed] = subject.given().as(provincial).when(proposePuntoInps, proposal, units).events();
    expect(proposed).toMatchObject({
      type: 'PuntoInpsProposed',
      data: { proposedBy: 'DP-BOLOGNA', referenceUnit: 'DP-BOLOGNA', proposedOn: '2026-03-02' },
      effectiveAt: '2026-03-01T23:00:00.000Z',
    });
  });

  it.each(['AGENZIA_COMPLESSA', 'FILIALE_PROVINCIALE'] as const)('a %s does not propose one', (kind) => {
    const proposer = unitOfKind(kind, 'AG-1');
    subject
      .given()
      .when(proposePuntoInps, { ...proposal, proposedBy: 'AG-1' }, { ...units, proposer })
      .thenRefused('UNIT_MAY_NOT_PROPOSE', { kind });
  });

  it.each(['DIREZIONE_REGIONALE', 'AGENZIA_TERRITORIALE'] as const)('a %s is no reference unit', (kind) => {
    const reference = unitOfKind(kind, 'U-1');
    subject
      .given()
      .when(proposePuntoInps, { ...proposal, referenceUnit: 'U-1' }, { ...units, reference })
      .thenRefused('UNIT_NOT_FOR_REFERENCE', { kind });
  });

  it('looks at the kind that a unit had on the day of the proposal', () => {
    const reference = {
      ...directorateOfProvince,
      kinds: [
        { value: 'AGENZIA_COMPLESSA', from: '2020-01-01' },
        { value: 'DIREZIONE_PROVINCIALE', from: '2026-02-01' },
      ],
    };
    subject
      .given()
      .when(proposePuntoInps, proposal, { ...units, reference })
      .events();
    subject
      .given()
      .when(proposePuntoInps, { ...proposal, proposedOn: '2026-01-31' }, { ...units, reference })
      .thenRefused('UNIT_NOT_FOR_REFERENCE');
  });

  it('refuses units that are not there, or stand in another region', () => {
    const given = subject.given();
    given.when(proposePuntoInps, proposal, { ...units, reference: { status: 'ABSENT' } }).thenRefused('UNIT_NOT_THERE');
    const closed = { ...directorateOfProvince, status: 'CLOSED', closedOn: '2026-03-01' };
    given.when(proposePuntoInps, proposal, { ...units, proposer: closed }).thenRefused('UNIT_NOT_THERE');
    const elsewhere = unitOfKind('DIREZIONE_PROVINCIALE', 'DP-MILANO', '03');
    given.when(proposePuntoInps, proposal, { ...units, reference: elsewhere }).thenRefused('UNIT_OF_ANOTHER_REGION');
  });

  it('nobody proposes in the name of a unit that is not within their territory', () => {
    const { province: _none, ...regional } = unitOfKind('DIREZIONE_REGIONALE', 'DR-08');
    subject
      .given()
      .as(directorate)
      .when(proposePuntoInps, proposal, { ...units, proposer: regional })
      .events();
    subject
      .given()
      .as(provincial)
      .when(proposePuntoInps, proposal, { ...units, proposer: regional })
      .thenRefused('OUTSIDE_TERRITORY');
    subject
      .given()
      .as({ ...directorate, region: '03' })
      .when(proposePuntoInps, proposal, units)
      .thenRefused('OUTSIDE_TERRITORY');
  });

  it('stands in a municipality of its province, and is proposed on its day or afterwards', () => {
    const given = subject.given();
    given.when(proposePuntoInps, { ...proposal, municipality: 'H501' }, units).thenRefused('MUNICIPALITY_ELSEWHERE');
    given.when(proposePuntoInps, { ...proposal, proposedOn: '2026-03-03' }, units).thenRefused('DATE_IN_FUTURE');
  });

  it('has one reference unit at a time: another takes its place from a day on', () => {
    const branch = unitOfKind('FILIALE_METROPOLITANA', 'FM-BOLOGNA');
    const change = { ...point, referenceUnit: 'FM-BOLOGNA', reason: 'Riordino' };
    const facts = { reference: branch, kinds: kindsOfUnit };
    subject
      .given(proposedInps)
      .as(directorate)
      .when(changeReferenceUnitOfPuntoInps, change, facts)
      .then(
        onDay('2026-03-02', {
          type: 'PuntoInpsReferenceUnitChanged',
          data: {
            ...{ referenceUnit: 'FM-BOLOGNA', previous: 'DP-BOLOGNA', changedOn: '2026-03-02', reason: 'Riordino' },
          },
        }),
      );
    subject
      .given(proposedInps)
      .when(changeReferenceUnitOfPuntoInps, { ...change, referenceUnit: 'DP-BOLOGNA' }, facts)
      .thenRefused('REFERENCE_UNIT_ALREADY');
    subject
      .given(proposedInps)
      .when(changeReferenceUnitOfPuntoInps, change, {
        ...facts,
        reference: unitOfKind('AGENZIA_COMPLESSA', 'FM-BOLOGNA'),
      })
      .thenRefused('UNIT_NOT_FOR_REFERENCE');
    subject
      .given(proposedInps)
      .when(changeReferenceUnitOfPuntoInps, { ...change, changedOn: '2026-03-03' }, facts)
      .thenRefused('DATE_IN_FUTURE');
  });

  it('T1: a change recorded late says which unit stands today, and until when each of the others was needed', () => {
    const later = onDay('2026-02-20', {
      type: 'PuntoInpsReferenceUnitChanged',
      data: { referenceUnit: 'FM-IMOLA', previous: 'DP-BOLOGNA', changedOn: '2026-02-20', reason: 'Riordino' },
    });
    const late = { ...point, referenceUnit: 'FM-BOLOGNA', changedOn: '2026-02-10', reason: 'Riordino' };
    const facts = { reference: unitOfKind('FILIALE_METROPOLITANA', 'FM-BOLOGNA'), kinds: kindsOfUnit };
    const standing = (...given: PuntoInpsEvent[]) =>
      subject
        .given(...given)
        .as(directorate)
        .when(changeReferenceUnitOfPuntoInps, late, facts)
        .events()
        .map(({ data }) => (data as { standing?: unknown }).standing);

    expect(standing(proposedInps)).toEqual([undefined]);
    expect(standing(proposedInps, later)).toEqual([
      {
        referenceUnit: 'FM-IMOLA',
        passed: [
          { unit: 'DP-BOLOGNA', leftOn: '2026-02-10' },
          { unit: 'FM-BOLOGNA', leftOn: '2026-02-20' },
        ],
      },
    ]);
    expect(standing(proposedInps, closedInps)).toEqual([
      {
        referenceUnit: 'FM-BOLOGNA',
        passed: [
          { unit: 'DP-BOLOGNA', leftOn: '2026-02-10' },
          { unit: 'FM-BOLOGNA', leftOn: '2026-02-20' },
        ],
      },
    ]);
  });
});

describe('K1: a Punto INPS states its ground, low complexity or named groups of users', () => {
  it('names the groups where they are its ground, and none where it is for everybody', () => {
    const given = subject.given();
    const groups = { ...proposal, ground: 'USER_GROUPS', userGroups: ['LAVORATORI_AGRICOLI'] };
    expect(given.when(proposePuntoInps, groups, units).events()[0]).toMatchObject({
      data: { ground: 'USER_GROUPS', userGroups: ['LAVORATORI_AGRICOLI'] },
    });
    given.when(proposePuntoInps, { ...proposal, ground: 'USER_GROUPS' }, units).thenRefused('USER_GROUPS_REQUIRED');
    given
      .when(proposePuntoInps, { ...groups, ground: 'LOW_COMPLEXITY' }, units)
      .thenRefused('USER_GROUPS_WITHOUT_GROUND');
  });
});

describe('K1: each service in real time names the demand analysis that grounds it', () => {
  const revise = (...services: object[]) => ({ ...point, services });

  it('an analysis counts the demand of a period by service', () => {
    const analysis = {
      ...point,
      ...{ periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi 2025' },
      demand: [{ serviceId: 'duplicato-certificazione-unica', accesses: 420 }],
    };
    const given = subject.given(proposedInps).as(provincial);
    expect(given.when(recordPuntoInpsDemandAnalysis, analysis).events()[0]).toMatchObject({
      type: 'PuntoInpsDemandAnalysisRecorded',
      data: { analysedOn: '2026-03-02', demand: analysis.demand },
    });
    const twice = { ...analysis, demand: [...analysis.demand, ...analysis.demand] };
    given.when(recordPuntoInpsDemandAnalysis, twice).thenRefused('DEMAND_COUNTED_TWICE');
    given
      .when(recordPuntoInpsDemandAnalysis, { ...analysis, demand: [{ serviceId: 'nothing', accesses: 1 }] })
      .thenRefused('SERVICE_UNKNOWN');
    for (const period of [{ periodUntil: '2024-12-31' }, { periodUntil: '2026-03-03' }]) {
      given.when(recordPuntoInpsDemandAnalysis, { ...analysis, ...period }).thenRefused('PERIOD_NOT_OBSERVED');
    }
    given.when(recordPuntoInpsDemandAnalysis, { ...analysis, analysedOn: '2026-03-03' }).thenRefused('DATE_IN_FUTURE');
  });

  it('T1: an analysis may be older than the proposal that it grounds, and counts for the point from that on', () => {
    const of = { ...point, periodFrom: '2025-01-01', periodUntil: '2025-11-30', source: 'Accessi 2025' };
    const demand = [{ serviceId: 'duplicato-certificazione-unica', accesses: 420 }];
    const [before] = subject
      .given(proposedInps)
      .as(provincial)
      .when(recordPuntoInpsDemandAnalysis, { ...of, demand, analysedOn: '2025-12-10' })
      .events();
    expect(before!.data).toMatchObject({ analysedOn: '2025-12-10' });
    const { analysisId } = before!.data as { readonly analysisId: string };
    const services = completeOffer.map((one) => ('analysisId' in one ? { ...one, analysisId } : one));
    const revised = { ...point, services, revisedOn: '2026-01-10' };
    expect(subject.given(proposedInps, before!).when(reviseServicesOfPuntoInps, revised).events()).toHaveLength(1);
    const life = [proposedInps, before!].map((event, revision) => ({
      ...{ event, revision, recordedAt: '2026-03-02T08:00:00.000Z' },
    }));
    // It is there no earlier for that.
    expect(puntoInpsLife.stateOn(life, '2026-01-09').status).toBe('ABSENT');
    expect(puntoInpsLife.stateOn(life, '2026-01-10')).toMatchObject({ status: 'PROPOSED', analyses: [{ analysisId }] });
  });

  it('offers one with its analysis, and not without', () => {
    const realTime = 'duplicato-certificazione-unica';
    const given = subject.given(proposedInps, analysedInps);
    given.when(reviseServicesOfPuntoInps, revise(...completeOffer)).then(
      onDay('2026-03-02', {
        type: 'PuntoInpsServicesRevised',
        data: { services: completeOffer, revisedOn: '2026-03-02' },
      }),
    );
    given.when(reviseServicesOfPuntoInps, revise({ serviceId: realTime })).thenRefused('DEMAND_ANALYSIS_REQUIRED');
    given
      .when(reviseServicesOfPuntoInps, revise({ serviceId: realTime, analysisId: 'another' }))
      .thenRefused('DEMAND_ANALYSIS_UNKNOWN');
    given
      .when(reviseServicesOfPuntoInps, revise({ serviceId: 'accoglienza-orientamento', analysisId: 'analysis-1' }))
      .thenRefused('DEMAND_NOT_ANALYSED');
  });

  it('an analysis of a later day grounds nothing before it (T1)', () => {
    subject
      .given(proposedInps, analysedInps)
      .when(reviseServicesOfPuntoInps, { ...revise(...completeOffer), revisedOn: '2026-01-14' })
      .thenRefused('DEMAND_ANALYSIS_UNKNOWN');
  });

  it.each(['estratto-conto-contributivo', 'comunicazione-decesso', 'quesito'])(
    'does not offer %s, of a class that is none of its own',
    (serviceId) => {
      subject
        .given(proposedInps)
        .when(reviseServicesOfPuntoInps, revise({ serviceId }))
        .thenRefused('SERVICE_NOT_OF_PUNTO_INPS');
    },
  );

  it('names each service once, of the catalogue, on its day or afterwards', () => {
    const given = subject.given(proposedInps);
    const [first] = completeOffer;
    given.when(reviseServicesOfPuntoInps, revise(first!, first!)).thenRefused('SERVICE_NAMED_TWICE');
    given.when(reviseServicesOfPuntoInps, revise({ serviceId: 'nothing' })).thenRefused('SERVICE_UNKNOWN');
    given.when(reviseServicesOfPuntoInps, { ...revise(first!), revisedOn: '2026-03-03' }).thenRefused('DATE_IN_FUTURE');
  });

  it('an open one never offers less than K1 asks for', () => {
    const [reception, closed] = completeOffer;
    const given = subject.given(...openInps);
    given
      .when(reviseServicesOfPuntoInps, revise(reception!))
      .thenRefused('SERVICES_INCOMPLETE', { missing: 'CICLO_CHIUSO' });
    given
      .when(reviseServicesOfPuntoInps, revise(closed!))
      .thenRefused('SERVICES_INCOMPLETE', { missing: 'PRIMA_ACCOGLIENZA' });
    // T1: recorded late, and of before its opening, it would be what is offered from that on.
    given
      .when(reviseServicesOfPuntoInps, { ...revise(reception!), revisedOn: '2026-01-28' })
      .thenRefused('SERVICES_INCOMPLETE', { missing: 'CICLO_CHIUSO' });
    const before = given.when(reviseServicesOfPuntoInps, { ...revise(reception!), revisedOn: '2026-01-22' });
    expect(before.events()).toHaveLength(1);
  });
});

describe('K1: a Punto INPS opens with an agenda, opening bands, services and a recorded demand analysis', () => {
  const own = { owner: { kind: 'PUNTO_INPS', unit: 'DP-BOLOGNA', point: 'inps-1' }, bands: [{}] };
  const open = { ...point, agendaId: 'agenda-1' };
  const openedToday = onDay('2026-03-02', {
    ...openedInps,
    data: { openedOn: '2026-03-02', agendaId: 'agenda-1', from: 'ESTABLISHED', to: 'OPEN' },
  } as never);

  it('opens with all of them', () => {
    subject
      .given(...readyInps)
      .as(directorate)
      .when(openPuntoInps, open, { agenda: own })
      .then(openedToday);
  });

  it('does not open without an agenda of its own', () => {
    const given = subject.given(...readyInps);
    given.when(openPuntoInps, open, { agenda: undefined }).thenRefused('AGENDA_NOT_OF_POINT');
    const others = { ...own, owner: { ...own.owner, point: 'inps-2' } };
    given.when(openPuntoInps, open, { agenda: others }).thenRefused('AGENDA_NOT_OF_POINT');
    const desks = { ...own, owner: { kind: 'UNIT_DESK', unit: 'AG-VERGATO' } };
    given.when(openPuntoInps, open, { agenda: desks }).thenRefused('AGENDA_NOT_OF_POINT');
    const closed = { ...own, closedFrom: '2026-03-02' };
    given.when(openPuntoInps, open, { agenda: closed }).thenRefused('AGENDA_NOT_OPEN');
  });

  it('does not open before its agenda has opening bands that go on', () => {
    const given = subject.given(...readyInps);
    given.when(openPuntoInps, open, { agenda: { ...own, bands: [] } }).thenRefused('OPENING_BANDS_REQUIRED');
    const over = { ...own, bands: [{ validUntil: '2026-03-01' }] };
    given.when(openPuntoInps, open, { agenda: over }).thenRefused('OPENING_BANDS_REQUIRED');
  });

  it('does not open before a demand analysis is recorded, nor without reception and a service done from beginning to end', () => {
    subject
      .given(proposedInps, establishedInps)
      .when(openPuntoInps, open, { agenda: own })
      .thenRefused('DEMAND_NOT_YET_ANALYSED');
    subject
      .given(proposedInps, analysedInps, establishedInps)
      .when(openPuntoInps, open, { agenda: own })
      .thenRefused('SERVICES_INCOMPLETE', { missing: 'PRIMA_ACCOGLIENZA' });
  });

  it('K1, T1: nor with less from a day on which it was not known to be open', () => {
    const none: PuntoInpsEvent = onDay('2026-02-10', {
      type: 'PuntoInpsServicesRevised',
      data: { services: [], revisedOn: '2026-02-10' },
    });
    const late = { ...open, openedOn: '2026-02-02' };
    subject
      .given(...readyInps, none)
      .when(openPuntoInps, late, { agenda: own })
      .thenRefused('SERVICES_INCOMPLETE');
    const again: PuntoInpsEvent = onDay('2026-02-10', {
      type: 'PuntoInpsServicesRevised',
      data: { services: completeOffer, revisedOn: '2026-02-10' },
    });
    const opened = subject.given(...readyInps, none, again).when(openPuntoInps, late, { agenda: own });
    expect(opened.events()).toMatchObject([{ type: 'PuntoInpsOpened' }]);
  });

  it('is judged on the legal date of its opening (T1)', () => {
    subject
      .given(proposedInps, analysedInps, establishedInps, offeredInps)
      .when(openPuntoInps, { ...open, openedOn: '2026-01-24' }, { agenda: own })
      .thenRefused('SERVICES_INCOMPLETE');
    subject
      .given(...readyInps)
      .when(openPuntoInps, { ...open, openedOn: '2026-03-03' }, { agenda: own })
      .thenRefused('DATE_IN_FUTURE');
  });
});

describe('K3: an agency is turned into a Punto INPS', () => {
  const agency = unitOfKind('AGENZIA_TERRITORIALE', 'AG-VERGATO');
  const turned = { ...proposal, replaces: 'AG-VERGATO' };

  it('the proposal names the agency that it is made of, which must be one of the region', () => {
    const given = subject.given();
    expect(given.when(proposePuntoInps, turned, { ...units, agency }).events()[0]).toMatchObject({
      data: { replaces: 'AG-VERGATO' },
    });
    given.when(proposePuntoInps, turned, { ...units, agency: directorateOfProvince }).thenRefused('NOT_AN_AGENCY');
    given.when(proposePuntoInps, turned, { ...units, agency: { status: 'ABSENT' } }).thenRefused('UNIT_NOT_THERE');
    const elsewhere = unitOfKind('AGENZIA_TERRITORIALE', 'AG-LODI', '03');
    given.when(proposePuntoInps, turned, { ...units, agency: elsewhere }).thenRefused('UNIT_OF_ANOTHER_REGION');
  });

  it('its agendas leave those in charge of it: nobody proposes that who may not act for them, and for the point', () => {
    const given = subject.given();
    const near = { ...unitOfKind('AGENZIA_TERRITORIALE', 'AG-MODENA'), province: '036' };
    given
      .as(provincial)
      .when(proposePuntoInps, turned, { ...units, agency })
      .events();
    given
      .as(provincial)
      .when(proposePuntoInps, turned, { ...units, agency: near })
      .thenRefused('OUTSIDE_TERRITORY');
    // The directorate of the region is in charge of both provinces.
    given
      .as(directorate)
      .when(proposePuntoInps, turned, { ...units, agency: near })
      .events();
    const elsewhere = unitOfKind('AGENZIA_TERRITORIALE', 'AG-LODI', '03');
    given
      .as(directorate)
      .when(proposePuntoInps, turned, { ...units, agency: elsewhere })
      .thenRefused('OUTSIDE_TERRITORY');
  });

  it('opens with an agenda of the desk of that agency', () => {
    const proposed = { ...proposedInps, data: { ...proposedInps.data, replaces: 'AG-VERGATO' } } as never;
    const desk = { owner: { kind: 'UNIT_DESK', unit: 'AG-VERGATO' }, bands: [{}] };
    const [opened] = subject
      .given(proposed, analysedInps, establishedInps, offeredInps)
      .when(openPuntoInps, { ...point, agendaId: 'agenda-1' }, { agenda: desk })
      .events();
    expect(opened).toMatchObject({ type: 'PuntoInpsOpened', data: { replaces: 'AG-VERGATO' } });
  });
});
