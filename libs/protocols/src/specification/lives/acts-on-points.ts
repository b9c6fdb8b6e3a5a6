import type { LocalDate } from '#italy';
import {
  activatePuntoCliente,
  changeKindOfPuntoCliente,
  deactivatePuntoCliente,
  rectifyPuntoCliente,
  resumePuntoCliente,
  suspendPuntoCliente,
  type PuntoClienteEvent,
} from '#service-points';
import { dayWhere, type LawfulStand } from './as-known.ts';
import { as, because, forget, type Known, type World } from './random-world.ts';
import { KINDS, POINT_NAMES, PROTOCOL_NAMES, REASONS, type PointFact, type PointName } from './true-facts.ts';

/** Random acts of persons on points, each by its command: in time and late, rectified and annulled. */
export function actsOnPoints(world: World) {
  const { below, oneOf, someDay, attempt, give, truth, points, protocols, lifeOfPoint } = world;

  const dayThat = (is: (stand: LawfulStand) => boolean): LocalDate => dayWhere(world, is, { back: 120, ahead: 0 });
  const record = async (
    name: PointName,
    { fact, type }: { readonly fact: PointFact; readonly type: PuntoClienteEvent['type'] },
    command: () => Promise<unknown>,
  ) => {
    if (!(await attempt(`point ${fact.kind}`, [name, fact], command))) return;
    const { revision } = (await lifeOfPoint(name)).findLast(({ event }) => event.type === type)!;
    truth.points[name].push({ fact, revision });
  };
  const rectify = async (name: PointName, { fact, revision }: Known<PointFact>, changes?: object): Promise<void> => {
    const { length } = await lifeOfPoint(name);
    const act = `point ${fact.kind} ${changes ? 'rectified' : 'annulled'}`;
    const isRectified = await attempt(act, [name, fact, changes], () => {
      const what = changes ? { changes } : { annuls: true as const };
      return give(rectifyPuntoCliente, { pointId: points[name], rectifies: revision, ...what, ...because }, as);
    });
    if (!isRectified) return;
    // A suspension takes the resumption with it that ended it: the act says so.
    for (const { event } of (await lifeOfPoint(name)).slice(length)) corrected(truth.points[name], event);
  };

  return {
    activate: async () => {
      const [name, under] = [oneOf(POINT_NAMES), oneOf(PROTOCOL_NAMES)];
      const on = dayThat(
        ({ [under]: { status, points: its }, activity }) =>
          status === 'IN_FORCE' && its.includes(name) && activity[name].status === 'NONE',
      );
      await record(name, { fact: { kind: 'activation', on, under }, type: 'PuntoClienteActivated' }, () =>
        give(activatePuntoCliente, { pointId: points[name], protocolId: protocols[under], activatedOn: on }, as),
      );
    },
    deactivatePoint: async () => {
      const name = oneOf(POINT_NAMES);
      const on = dayThat(({ activity }) => activity[name].status !== 'NONE');
      await record(name, { fact: { kind: 'deactivation', on }, type: 'PuntoClienteDeactivated' }, () =>
        give(
          deactivatePuntoCliente,
          { pointId: points[name], reason: oneOf(['HOST_REQUEST', 'SECURITY'] as const), deactivatedOn: on },
          as,
        ),
      );
    },
    suspendPoint: async () => {
      const [name, reason] = [oneOf(POINT_NAMES), oneOf(REASONS)];
      const on = dayThat(({ activity }) => activity[name].status !== 'NONE');
      const until = below(2) === 0 ? undefined : someDay(60, 40);
      await record(name, { fact: { kind: 'suspension', on, reason, until }, type: 'PuntoClienteSuspended' }, () =>
        give(suspendPuntoCliente, { pointId: points[name], reason, suspendedOn: on, ...(until ? { until } : {}) }, as),
      );
    },
    resumePoint: async () => {
      const [name, reason] = [oneOf(POINT_NAMES), oneOf(REASONS)];
      const on = dayThat(({ activity }) => activity[name].suspendedFor.includes(reason));
      await record(name, { fact: { kind: 'resumption', on, reason }, type: 'PuntoClienteResumed' }, () =>
        give(resumePuntoCliente, { pointId: points[name], reason, resumedOn: on }, as),
      );
    },
    changeKind: async () => {
      const [name, to] = [oneOf(POINT_NAMES), oneOf(KINDS)];
      const on = dayThat(
        ({
          activity: {
            [name]: { kind },
          },
        }) => kind !== undefined && kind !== to,
      );
      const change = { kind: to, services: [], hostRequest: { protocolNumber: '12/2026', date: '2026-02-20' } };
      await record(name, { fact: { kind: 'change of kind', on, to }, type: 'PuntoClienteKindChanged' }, () =>
        give(changeKindOfPuntoCliente, { pointId: points[name], ...change, changedOn: on }, as),
      );
    },
    rectifyPoint: async () => {
      const name = oneOf(POINT_NAMES);
      const all = truth.points[name];
      const resumptions = all.filter(({ fact }) => fact.kind === 'resumption');
      const one = oneOf(below(3) === 0 ? resumptions : all);
      if (!one) return;
      const { fact } = one;
      const changes =
        fact.kind === 'suspension' && below(2) === 0
          ? { until: world.otherDay(fact.until ?? fact.on, 40) }
          : { [DAY_OF[fact.kind]]: world.otherDay(fact.on, 0) };
      await rectify(name, one, changes);
    },
    annulOfPoint: async () => {
      const [name, annulled] = [oneOf(POINT_NAMES), oneOf(['suspension', 'resumption', 'change of kind'])];
      const one = oneOf(truth.points[name].filter(({ fact: { kind } }) => kind === annulled));
      if (one) await rectify(name, one);
    },
  };
}

/** How the event of each fact names its day. */
const DAY_OF: Readonly<Record<PointFact['kind'], string>> = {
  activation: 'activatedOn',
  deactivation: 'deactivatedOn',
  suspension: 'suspendedOn',
  resumption: 'resumedOn',
  'change of kind': 'changedOn',
};

/** What is known of a point once an event of it says that another was of another day, or never was. */
function corrected(known: Known<PointFact>[], { type, data }: PuntoClienteEvent): void {
  const one = type === 'PuntoClienteRectified' && known.find(({ revision }) => revision === data.rectifies);
  if (!one) return;
  if (data.annuls) {
    forget(known, one);
    return;
  }
  const changes = data.changes as Readonly<Record<string, LocalDate | undefined>>;
  const on = changes[DAY_OF[one.fact.kind]] ?? one.fact.on;
  one.fact = { ...one.fact, on, ...(changes.until === undefined ? {} : { until: changes.until }) };
}
