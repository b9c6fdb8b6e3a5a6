import { specify } from '#use-cases/specification';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { closedInps, onDay, openInps } from '../../specification/sample-punto-inps.ts';
import { kindsOfUnit } from '../../specification/sample-units.ts';
import { agreeHostPremisesOfPuntoInps } from './agree-host-premises-of-punto-inps.ts';
import { rectifyPuntoInps } from './rectify-punto-inps.ts';

const point = { puntoInpsId: 'inps-1' };
const act = { authority: 'Direttore generale', number: '12/2026', date: '2026-01-20' };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' } as const;
const terms = { yearlyCostCents: 1_200_000, from: '2026-02-05', until: '2026-12-31', act };
const agreed: PuntoInpsEvent = onDay('2026-02-05', { type: 'PuntoInpsHostPremisesAgreed', data: { host, ...terms } });
/** Closed on 20 February. */
const closed = [...openInps, closedInps];
const withPremises = [...openInps, agreed, closedInps];

const agree = (from: string) =>
  specify(puntoInps)
    .given(...closed)
    .when(agreeHostPremisesOfPuntoInps, { ...point, hostBodyId: 'host-1', ...terms, from }, { host });
const rectify = (changes: object | undefined) =>
  specify(puntoInps)
    .given(...withPremises)
    .when(
      rectifyPuntoInps,
      { ...point, rectifies: openInps.length, reason: 'Errore', act, ...(changes ? { changes } : { annuls: true }) },
      { kinds: kindsOfUnit },
    );

describe('T1, T2: premises of a point that is closed', () => {
  it('are recorded late where the agreement began before the end of the point, and it goes on after it', () => {
    expect(agree('2026-02-05').events()).toEqual([agreed]);
  });

  it('are not agreed from the day of its end on', () => {
    agree('2026-02-20').thenRefused('PUNTO_INPS_STATE_FORBIDS', { state: 'CLOSED' });
    agree('2026-04-01').thenRefused('PUNTO_INPS_STATE_FORBIDS', { state: 'CLOSED' });
  });

  it('are rectified: their last day, as the agreement ends with the point or later, their cost, and that there were none', () => {
    expect(rectify({ until: '2026-02-19' }).events()).toHaveLength(1);
    expect(rectify({ until: '2026-03-31' }).events()).toHaveLength(1);
    expect(rectify({ yearlyCostCents: 900_000 }).events()).toHaveLength(1);
    expect(rectify(undefined).events()).toHaveLength(1);
  });
});
