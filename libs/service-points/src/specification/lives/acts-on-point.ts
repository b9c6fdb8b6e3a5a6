import { activatePuntoCliente } from '../../use-cases/activate-punto-cliente.ts';
import { changeKindOfPuntoCliente } from '../../use-cases/change-kind-of-punto-cliente.ts';
import { deactivatePuntoCliente } from '../../use-cases/deactivate-punto-cliente.ts';
import { rectifyPuntoCliente } from '../../use-cases/rectify-punto-cliente.ts';
import { resumePuntoCliente } from '../../use-cases/resume-punto-cliente.ts';
import { suspendPuntoCliente } from '../../use-cases/suspend-punto-cliente.ts';
import { puntoClienteLife } from '../../domain/punto-cliente.ts';
import type { PointFact } from './lawful-staffing.ts';
import { as, because, correction, forget, SERVICES, type LifeUnderWay } from './life-under-way.ts';

/** What events say of the facts of a point: their type, and the field of their day. */
const OF_POINT = {
  activation: ['PuntoClienteActivated', 'activatedOn'],
  end: ['PuntoClienteDeactivated', 'deactivatedOn'],
  stop: ['PuntoClienteSuspended', 'suspendedOn'],
  reopening: ['PuntoClienteResumed', 'resumedOn'],
  'change of kind': ['PuntoClienteKindChanged', 'changedOn'],
} as const;
const ANNULLABLE: readonly string[] = ['stop', 'reopening', 'change of kind'];

/** Random acts of persons on the point, and their rectifications. */
export function actsOnPoint(life: LifeUnderWay) {
  const { below, give, pointId, protocolId, point, authorizations, today, written, someDay, attempt } = life;
  const onPoint = async (fact: PointFact, command: () => Promise<unknown>): Promise<void> => {
    if (!(await attempt(fact.kind, fact, command))) return;
    const revision = (await written.point()).findLast(({ event }) => event.type === OF_POINT[fact.kind][0])!.revision;
    // A suspension that is over is written with its end.
    point.push({ fact, revision });
  };
  return {
    activate: async () => {
      const grant = authorizations.at(-1);
      const on = grant && below(3) === 0 ? grant.grantedOn : someDay();
      await onPoint({ kind: 'activation', on }, () =>
        give(activatePuntoCliente, { pointId, protocolId, activatedOn: on }, as),
      );
    },
    end: async () => {
      const on = someDay();
      await onPoint({ kind: 'end', on }, () =>
        give(deactivatePuntoCliente, { pointId, reason: 'HOST_REQUEST', deactivatedOn: on }, as),
      );
    },
    stop: async () => {
      // One suspension may be told as two that adjoin.
      const last = point.findLast(({ fact: { kind } }) => kind === 'stop')?.fact;
      const on =
        last?.kind === 'stop' && last.until !== undefined && last.until <= today() && below(3) === 0
          ? last.until
          : someDay();
      const until = below(4) === 0 ? undefined : someDay();
      const set = until !== undefined && until > on ? { until } : {};
      await onPoint({ kind: 'stop', on, ...set }, () =>
        give(suspendPuntoCliente, { pointId, reason: 'PREMISES', suspendedOn: on, ...set }, as),
      );
    },
    reopen: async () => {
      const on = someDay();
      await onPoint({ kind: 'reopening', on }, () =>
        give(resumePuntoCliente, { pointId, reason: 'PREMISES', resumedOn: on }, as),
      );
    },
    changeKind: async () => {
      const on = someDay();
      const to = below(2) === 0 ? 'SERVIZIO' : 'INFORMATIVO';
      await onPoint({ kind: 'change of kind', on, to }, () =>
        give(changeKindOfPuntoCliente, { pointId, kind: to, services: [...SERVICES[to]], changedOn: on }, as),
      );
    },
    rectifyPoint: async () => {
      const one = point[below(point.length)];
      if (!one) return;
      const { fact, revision } = one;
      const isAnnulled = ANNULLABLE.includes(fact.kind) && below(2) === 0;
      const on = someDay();
      const changes = isAnnulled ? undefined : { [OF_POINT[fact.kind][1]]: on };
      const what = { pointId, rectifies: revision, ...correction(changes), ...because };
      const isTaken = await attempt(isAnnulled ? 'annulled' : rectifiedOf(fact), [fact, changes], () =>
        give(rectifyPuntoCliente, what as never, as),
      );
      if (!isTaken) return;
      if (isAnnulled) forget(point, puntoClienteLife.facts(await written.point()));
      else one.fact = { ...fact, on };
    },
  };
}

function rectifiedOf({ kind }: PointFact): string {
  return kind === 'activation' || kind === 'end' ? `rectified ${kind}` : 'rectified of the point';
}
