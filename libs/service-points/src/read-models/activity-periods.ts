import { suspendedBy, type DatedFact, type Overlapping, type WalkedFact } from '#use-cases/dated';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { suspensionsOf, type PuntoCliente } from '../domain/punto-cliente-state.ts';
import { isSuspensionByPolicy, type DeactivationReason, type SuspensionReason } from '../domain/vocabulary.ts';

interface Period {
  readonly from: string;
  readonly until: string | null;
  readonly protocolId: string;
  readonly reason: DeactivationReason | null;
}

interface SuspensionPeriod {
  readonly reason: SuspensionReason;
  readonly from: string;
  readonly until: string | null;
  readonly isOver: boolean;
}

/** When a point had activity, and under which protocol, as its facts in legal order tell. */
export function periodsOf(facts: readonly DatedFact<PuntoClienteEvent>[]): Period[] {
  let periods: readonly Period[] = [];
  for (const { event, on } of facts) {
    if (event.type === 'PuntoClienteActivated' && event.data.undoes === on) {
      // It goes on, as if it had not ended.
      const last = periods.at(-1);
      periods = periods.map((period) => (period === last ? { ...period, until: null, reason: null } : period));
    } else if (event.type === 'PuntoClienteActivated') {
      periods = [...periods, { from: on, until: null, protocolId: event.data.protocolId, reason: null }];
    } else if (event.type === 'PuntoClienteCoverageTransferred') {
      const { protocolId } = event.data;
      periods = periods.map((period) => (period.until === null ? { ...period, until: on } : period));
      periods = [...periods, { from: on, until: null, protocolId, reason: null }];
    } else if (event.type === 'PuntoClienteDeactivated') {
      const { reason } = event.data;
      periods = periods.map((period) => (period.until === null ? { ...period, until: on, reason } : period));
    }
  }
  // What an entry into force that was moved took away never was; nor was what passed on its first day.
  const isNever = ({ reason }: Period): boolean => reason === 'PROTOCOL_NOT_IN_FORCE' || reason === null;
  return periods.filter((period) => period.from !== period.until || !isNever(period));
}

/** A stretch of time, and what has said so. */
interface SaidPeriod extends SuspensionPeriod {
  readonly by: Overlapping<{ readonly until?: string | undefined }>;
}

/** When a point was suspended, and for what, as its facts in legal order tell. */
export function suspensionPeriodsOf(facts: readonly WalkedFact<PuntoCliente, PuntoClienteEvent>[]): SuspensionPeriod[] {
  let periods: readonly SaidPeriod[] = [];
  const end = (on: string, concerns: (reason: SuspensionReason) => boolean): void => {
    periods = periods.map((period) =>
      !period.isOver && concerns(period.reason) ? { ...period, until: on, isOver: true } : period,
    );
  };
  for (const { event, on, leaves } of facts) {
    if (event.type === 'PuntoClienteActivated' && event.data.asLeft) {
      // What suspended it goes on, as if the point had not ended; or begins with it, where it was said of days before it has activity.
      for (const { reason, until = null } of suspensionsOf(leaves as PuntoCliente)) {
        const ended = periods.find((one) => one.isOver && one.reason === reason && one.until === on);
        const by = suspendedBy(undefined, until === null ? {} : { until });
        const others = periods.filter((one) => one !== ended);
        periods = [...others, { reason, from: ended?.from ?? on, until, isOver: false, by }];
      }
    } else if (event.type === 'PuntoClienteSuspended') {
      const { reason, until } = event.data;
      const standing = periods.find((period) => !period.isOver && period.reason === reason);
      const others = periods.filter((period) => period !== standing);
      // Said once more by a policy, it has the end that is said now; of two that persons said, it has the later one.
      const by = suspendedBy(isSuspensionByPolicy(reason) ? undefined : standing?.by, { until }, event.data);
      const from = standing?.from ?? on;
      periods = [...others, { reason, from, until: by.suspension.until ?? null, isOver: false, by }];
    } else if (event.type === 'PuntoClienteResumed' && event.data.undoes !== undefined) {
      const { reason: undone } = event.data;
      periods = periods.filter(({ reason, isOver }) => isOver || reason !== undone);
    } else if (event.type === 'PuntoClienteResumed') {
      end(on, (reason) => reason === event.data.reason);
    } else if (event.type === 'PuntoClienteDeactivated') {
      end(on, () => true);
    }
  }
  return (
    periods
      // One that was over on its first day, as one that never was did in earlier versions, was on no day: its history has the hours.
      .filter(({ from, until, isOver }) => !isOver || from !== until)
      .map(({ by: _by, ...period }) => period)
  );
}
