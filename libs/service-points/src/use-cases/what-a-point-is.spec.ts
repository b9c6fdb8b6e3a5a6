import { specify } from '#use-cases/specification';
import type { ProtocolFacts } from '../domain/coverage.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { activePoint, approvedPoint, moves, on, sampleHost } from '../specification/sample-point.ts';
import type { KindsToCome } from '#protocols';
import type { PointKind } from '#vocabulary';
import { changeKindOfPuntoCliente } from './change-kind-of-punto-cliente.ts';
import { relocatePuntoCliente } from './relocate-punto-cliente.ts';
import { reviseServicesOfPuntoCliente } from './revise-services-of-punto-cliente.ts';

const subject = specify(puntoCliente);
const point = { pointId: 'point-1' };
const classes = {
  INFORMATIVO: ['CONSULTAZIONE'],
  SERVIZIO: ['CONSULTAZIONE', 'LAVORAZIONE_AMMINISTRATIVA', 'REMOTO'],
  EVOLUTO: ['CONSULTAZIONE', 'REMOTO'],
};
const covering: ProtocolFacts = {
  ...{ status: 'IN_FORCE', hostId: 'host-1', region: '08', points: ['point-1'] },
  kinds: ['SERVIZIO', 'INFORMATIVO'],
};

describe('K4: classes of service allowed by kind of point are data', () => {
  const revise = (...services: string[]) => ({ ...point, services });

  it('SERVIZIO offers consultation, administrative processing (at least one) and remote services', () => {
    subject
      .given(...activePoint)
      .when(reviseServicesOfPuntoCliente, revise('estratto-conto-contributivo', 'comunicazione-decesso', 'quesito'), {
        classes,
      })
      .then(
        on('2026-03-02', {
          type: 'PuntoClienteServicesRevised',
          data: {
            kind: 'SERVIZIO',
            services: ['estratto-conto-contributivo', 'comunicazione-decesso', 'quesito'],
            revisedOn: '2026-03-02',
          },
        }),
      );
    subject
      .given(...activePoint)
      .when(reviseServicesOfPuntoCliente, revise('estratto-conto-contributivo'), { classes })
      .thenRefused('ADMINISTRATIVE_SERVICE_REQUIRED');
    subject
      .given(...activePoint)
      .when(reviseServicesOfPuntoCliente, revise('comunicazione-decesso', 'accoglienza-orientamento'), { classes })
      .thenRefused('SERVICE_CLASS_NOT_ALLOWED', { serviceId: 'accoglienza-orientamento' });
    subject
      .given(...activePoint)
      .when(reviseServicesOfPuntoCliente, revise('nothing'), { classes })
      .thenRefused('SERVICE_UNKNOWN');
  });

  it('another installation may allow other classes', () => {
    subject
      .given(...activePoint)
      .when(reviseServicesOfPuntoCliente, revise('comunicazione-decesso', 'accoglienza-orientamento'), {
        classes: { ...classes, SERVIZIO: ['LAVORAZIONE_AMMINISTRATIVA', 'PRIMA_ACCOGLIENZA'] },
      })
      .events();
  });

  it('services of other bodies are listed as their classes allow, beside those of the institute that the kind asks for', () => {
    const named = { name: 'x', germanName: 'x', owner: 'aci' };
    const ofOthers = [
      { ...named, id: 'aci:bollo-auto', serviceClass: 'CONSULTAZIONE' as const },
      { ...named, id: 'aci:passaggio', serviceClass: 'LAVORAZIONE_AMMINISTRATIVA' as const },
      { ...named, id: 'aci:duplicato', serviceClass: 'TEMPO_REALE' as const },
    ];
    const revised = (...services: string[]) =>
      subject
        .given(...activePoint)
        .when(reviseServicesOfPuntoCliente, revise(...services), { classes: { ...classes, ofOthers } });
    expect(revised('comunicazione-decesso', 'aci:bollo-auto', 'aci:passaggio').events()).toHaveLength(1);
    revised('estratto-conto-contributivo', 'aci:passaggio').thenRefused('ADMINISTRATIVE_SERVICE_REQUIRED');
    revised('comunicazione-decesso', 'aci:duplicato').thenRefused('SERVICE_CLASS_NOT_ALLOWED');
    revised('comunicazione-decesso', 'aci:altro').thenRefused('SERVICE_UNKNOWN');
  });

  it('INFORMATIVO offers consultation alone', () => {
    const change = { ...point, kind: 'INFORMATIVO' as const, services: ['quesito'] };
    subject
      .given(...activePoint)
      .when(changeKindOfPuntoCliente, change, { classes, protocol: covering, operators: new Map() })
      .thenRefused('SERVICE_CLASS_NOT_ALLOWED', { allowed: ['CONSULTAZIONE'] });
  });
});

describe('changing the kind of a point', () => {
  const change = { ...point, kind: 'INFORMATIVO' as const, services: ['stato-domanda'] };
  const finding = { classes, protocol: covering, operators: new Map([['a-1', true]]) };
  const informative = { ...moves('ACTIVE', 'ACTIVE').to, kind: 'INFORMATIVO' as const };

  it('names the services that it then offers', () => {
    subject
      .given(...activePoint)
      .when(changeKindOfPuntoCliente, change, finding)
      .then(
        on('2026-03-02', {
          type: 'PuntoClienteKindChanged',
          data: {
            ...{ kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn: '2026-03-02' },
            ...{ from: moves('ACTIVE', 'ACTIVE').from, to: informative },
          },
        }),
      );
  });

  it('is refused to the same kind, and to one that the covering protocol does not allow', () => {
    subject
      .given(...activePoint)
      .when(changeKindOfPuntoCliente, { ...change, kind: 'SERVIZIO' }, finding)
      .thenRefused('KIND_UNCHANGED');
    subject
      .given(...activePoint)
      .when(changeKindOfPuntoCliente, change, { ...finding, protocol: { ...covering, kinds: ['SERVIZIO'] } })
      .thenRefused('KIND_NOT_COVERED');
  });

  it('P6, P7: is refused to one that an amendment or a renewal will not allow, as far as that is set today', () => {
    const changing = (toCome: readonly KindsToCome[], input: object = change, successor: PointKind = 'SERVIZIO') =>
      subject.given(...activePoint).when(changeKindOfPuntoCliente, input, {
        ...{ ...finding, toCome },
        ofSuccessors: new Map([['p-2', [successor]]]),
      });
    const refused = { from: '2026-03-10', kind: 'INFORMATIVO', kinds: ['SERVIZIO'] };
    const without = [{ from: '2026-03-10', kinds: ['SERVIZIO'] as PointKind[] }];
    const renewed = [{ from: '2026-03-10', successorId: 'p-2' }];
    changing(without).thenRefused('KIND_NOT_COVERED_AHEAD', { ...refused, protocolId: 'p-1' });
    changing(renewed).thenRefused('KIND_NOT_COVERED_AHEAD', { ...refused, protocolId: 'p-2' });
    changing(renewed, change, 'INFORMATIVO').events();
    // What has taken effect by now suspends the point from then on, and does not make the change untrue (T1).
    changing([{ ...without[0]!, from: '2026-03-02' }], { ...change, changedOn: '2026-02-20' }).events();
  });

  it('P6, P7: T1: recorded late, is looked at for the kind and the protocol that the point has since', () => {
    const covered = {
      ...finding,
      protocol: { ...covering, kinds: ['SERVIZIO', 'INFORMATIVO', 'EVOLUTO'] as PointKind[] },
    };
    const toCome = [{ from: '2026-03-10', kinds: ['INFORMATIVO'] as PointKind[] }];
    const late = { ...change, kind: 'EVOLUTO' as const, changedOn: '2026-02-15' };
    // A later change is written already: nothing that lies ahead finds the late one.
    const since = on('2026-02-25', {
      type: 'PuntoClienteKindChanged',
      data: {
        ...{ kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn: '2026-02-25' },
        ...{ from: moves('ACTIVE', 'ACTIVE').from, to: informative },
      },
    });
    const [changed] = subject
      .given(...activePoint, since)
      .when(changeKindOfPuntoCliente, late, { ...covered, toCome })
      .events();
    expect(changed).toMatchObject({ data: { kind: 'EVOLUTO', to: { kind: 'INFORMATIVO' } } });

    const passed = on('2026-02-20', {
      type: 'PuntoClienteCoverageTransferred',
      data: {
        ...{ kind: 'SERVIZIO', previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-02-20' },
        ...moves('ACTIVE', 'ACTIVE'),
      },
    });
    subject
      .given(...activePoint, passed)
      .when(changeKindOfPuntoCliente, late, { ...covered, toCome })
      .thenRefused('KIND_NOT_COVERED_AHEAD', { from: '2026-03-10', protocolId: 'p-2', kind: 'EVOLUTO' });
  });

  it('to SERVIZIO needs a request of the administration, and on an active point somebody who is authorised', () => {
    const atAssociation = approvedPoint.map((event): PuntoClienteEvent => {
      if (event.type !== 'PuntoClienteRequested') return event;
      const { hostRequest: _none, ...data } = event.data;
      return {
        ...event,
        data: { ...data, kind: 'INFORMATIVO', host: { ...sampleHost, kind: 'RECOGNISED_ASSOCIATION' } },
      };
    });
    const unasked = atAssociation.map((event): PuntoClienteEvent =>
      event.type === 'PuntoClienteRequested' ? { ...event, data: { ...event.data, host: sampleHost } } : event,
    );
    const toService = { ...point, kind: 'SERVIZIO' as const, services: ['comunicazione-decesso'] };
    const hostRequest = { protocolNumber: '1', date: '2026-03-01' };
    subject
      .given(...atAssociation)
      .when(changeKindOfPuntoCliente, { ...toService, hostRequest }, finding)
      .thenRefused('KIND_ONLY_AT_PUBLIC_ADMINISTRATION');
    subject
      .given(...unasked)
      .when(changeKindOfPuntoCliente, toService, finding)
      .thenRefused('HOST_REQUEST_REQUIRED');
    const [changed] = subject
      .given(...unasked)
      .when(changeKindOfPuntoCliente, { ...toService, hostRequest }, { ...finding, operators: new Map() })
      .events();
    expect(changed).toMatchObject({ data: { hostRequest, previousKind: 'INFORMATIVO' } });
    const active = on('2026-02-10', {
      ...activePoint.at(-1)!,
      data: { ...activePoint.at(-1)!.data } as never,
    });
    subject
      .given(...unasked, active)
      .when(changeKindOfPuntoCliente, { ...toService, hostRequest }, { ...finding, operators: new Map() })
      .thenRefused('OPERATOR_REQUIRED_FOR_KIND');
  });
});

describe('relocating a point', () => {
  const there = { province: '036', municipality: 'F257', address: { street: 'Via Emilia 1', postalCode: '41121' } };

  it('keeps where it stood before, and is counted in its new province', () => {
    const { from } = moves('ACTIVE', 'ACTIVE');
    subject
      .given(...activePoint)
      .when(relocatePuntoCliente, { ...point, ...there })
      .then(
        on('2026-03-02', {
          type: 'PuntoClienteRelocated',
          data: {
            ...{ kind: 'SERVIZIO', ...there, relocatedOn: '2026-03-02' },
            previous: {
              ...{ province: '037', municipality: 'A944' },
              address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
            },
            ...{ from, to: { ...from, province: '036' } },
          },
        }),
      );
  });

  it('stays in its region, as its protocol is of one', () => {
    subject
      .given(...activePoint)
      .when(relocatePuntoCliente, { ...point, ...there, province: '058' })
      .thenRefused('PROVINCE_NOT_IN_REGION');
  });

  it.each(['A944', 'D612'])('is to a municipality of its province, which %s is not', (municipality) => {
    subject
      .given(...activePoint)
      .when(relocatePuntoCliente, { ...point, ...there, municipality })
      .thenRefused('MUNICIPALITY_ELSEWHERE', { municipality });
  });

  it('is no move to where it stands', () => {
    subject
      .given(...activePoint)
      .when(relocatePuntoCliente, {
        ...point,
        ...{ province: '037', municipality: 'A944', address: { street: 'Piazza Maggiore 6', postalCode: '40124' } },
      })
      .thenRefused('ALREADY_THERE');
  });
});
