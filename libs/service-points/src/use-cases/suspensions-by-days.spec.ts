import { randomSuspensions, specify } from '#use-cases/specification';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import type { PuntoInpsEvent } from '../domain/punto-inps/events.ts';
import { puntoInps } from '../domain/punto-inps/punto-inps.ts';
import { SUSPENSIONS as OF_PUNTO_INPS } from '../domain/punto-inps/suspension-kind.ts';
import { SUSPENSIONS } from '../domain/suspension-kind.ts';
import { activePoint, on } from '../specification/sample-point.ts';
import { openInps } from '../specification/sample-punto-inps.ts';
import { directorateOfProvince, kindsOfUnit } from '../specification/sample-units.ts';
import { rectifyPuntoInps } from './punto-inps/rectify-punto-inps.ts';
import { resumePuntoInps } from './punto-inps/resume-punto-inps.ts';
import { suspendPuntoInps } from './punto-inps/suspend-punto-inps.ts';
import { rectifyPuntoCliente } from './rectify-punto-cliente.ts';
import { resumePuntoCliente } from './resume-punto-cliente.ts';
import { suspendPuntoCliente } from './suspend-punto-cliente.ts';

const reason = 'PREMISES';
const rectifying = {
  reason: 'Data errata',
  act: { authority: 'Direzione regionale', number: '12/2026', date: '2026-03-01' },
};
const units = { unit: directorateOfProvince, proposer: directorateOfProvince, kinds: kindsOfUnit };
const point = { pointId: 'point-1' };
const inps = { puntoInpsId: 'inps-1' };
const ofPoint = (life: readonly PuntoClienteEvent[]) => specify(puntoCliente).given(...life);
const ofInps = (life: readonly PuntoInpsEvent[]) => specify(puntoInps).given(...life);
const random = { lives: 300, seed: 26 };

describe('T1, T2: a point is suspended on the days of its acts, in whatever order they are recorded, corrected and annulled', () => {
  it('a Punto Cliente in random lives', () => {
    const begun = activePoint.map((event) =>
      event.type === 'PuntoClienteActivated'
        ? on('2026-02-01', { ...event, data: { ...event.data, activatedOn: '2026-02-01' } })
        : event,
    );
    const { differing, done } = randomSuspensions<PuntoClienteEvent>(
      {
        ...{ begun, told: puntoCliente.told, kind: SUSPENSIONS },
        doing: {
          suspend: (life, suspendedOn, until) =>
            ofPoint(life)
              .when(suspendPuntoCliente, { ...point, reason, suspendedOn, ...(until === undefined ? {} : { until }) })
              .events(),
          resume: (life, resumedOn) =>
            ofPoint(life)
              .when(resumePuntoCliente, { ...point, reason, resumedOn })
              .events(),
          rectify: (life, rectifies, changes) =>
            ofPoint(life)
              .when(rectifyPuntoCliente, {
                ...{ ...point, ...rectifying, rectifies },
                ...(changes ? { changes } : { annuls: true }),
              })
              .events(),
        },
      },
      random,
    );
    expect(differing).toEqual([]);
    expect(Math.min(...Object.values(done))).toBeGreaterThan(20);
  });

  it('a Punto INPS in random lives', () => {
    const { differing, done } = randomSuspensions<PuntoInpsEvent>(
      {
        ...{ begun: openInps, told: puntoInps.told, kind: OF_PUNTO_INPS },
        doing: {
          suspend: (life, suspendedOn, until) =>
            ofInps(life)
              .when(suspendPuntoInps, { ...inps, reason, suspendedOn, ...(until === undefined ? {} : { until }) })
              .events(),
          resume: (life, resumedOn) =>
            ofInps(life)
              .when(resumePuntoInps, { ...inps, resumedOn })
              .events(),
          rectify: (life, rectifies, changes) =>
            ofInps(life)
              .when(
                rectifyPuntoInps,
                { ...inps, ...rectifying, rectifies, ...(changes ? { changes } : { annuls: true }) },
                units,
              )
              .events(),
        },
      },
      random,
    );
    expect(differing).toEqual([]);
    expect(Math.min(...Object.values(done))).toBeGreaterThan(20);
  });
});
