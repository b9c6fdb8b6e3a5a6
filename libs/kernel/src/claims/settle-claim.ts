import type { Aggregate } from '../commands/aggregate.ts';
import type { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandOrigin } from '../commands/command-origin.ts';
import { deriveId } from '../commands/command-id.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import { isDomainError } from '../errors.ts';
import type { Dispatch } from '../processes/dispatch.ts';
import type { CommandReference } from '../processes/wanted-command.ts';
import { abandonCommand, settleClaimCommand, type AbandonCommandData, type SettleClaim } from './claim-sweeper.ts';
import {
  recordReservation,
  recordReservationCommand,
  releaseReservation,
  releaseReservationCommand,
  reservation,
  type RecordReservationData,
  type ReleaseReservationData,
  type ReservationEvent,
  type ReservationState,
} from './reservation.ts';

/** An aggregate whose commands need claims. */
export type ClaimTarget = Aggregate<unknown, DomainEvent>;

/** The commands of claims, which {@link claimDispatch} carries out. */
export const claimCommands: readonly CommandReference[] = [
  settleClaimCommand,
  abandonCommand,
  recordReservationCommand,
  releaseReservationCommand,
];

/**
 * The commands of claims, as a process manager gives them by name; every other name goes to `next`.
 * @param targets aggregates that claims are made for
 */
export function claimDispatch(executor: CommandExecutor, targets: readonly ClaimTarget[], next: Dispatch): Dispatch {
  const byCategory = new Map(targets.map((target) => [target.category, target]));

  const abandon = async (data: AbandonCommandData, origin: CommandOrigin): Promise<void> => {
    const target = byCategory.get(data.category);
    if (!target) throw new TypeError(`no claim target has the category ${data.category}`);
    await executor.abandon(target, data.id, data.abandonedCommandId, origin);
  };

  const release = async (data: ReleaseReservationData, origin: CommandOrigin): Promise<void> => {
    const { id, kind, forCommandId } = data;
    const decide = (state: ReservationState): ReservationEvent[] => releaseReservation(state, kind, forCommandId);
    await executor.execute(reservation, { id, origin, decide });
  };

  const record = async (data: RecordReservationData, origin: CommandOrigin): Promise<void> => {
    const decide = (state: ReservationState): ReservationEvent[] => recordReservation(state, data);
    await executor.execute(reservation, { id: data.id, origin, decide });
  };

  const dispatch: Dispatch = async (name, data, origin) => {
    switch (name) {
      case settleClaimCommand.name: {
        const settle = data as SettleClaim;
        try {
          await dispatch(settle.abandon.name, settle.abandon.data, stepOf(origin, 'abandon'));
        } catch (error) {
          if (isDomainError(error, 'COMMAND_ALREADY_CARRIED_OUT')) return;
          throw error;
        }
        await dispatch(settle.release.name, settle.release.data, stepOf(origin, 'release'));
        return;
      }
      case abandonCommand.name:
        await abandon(data as AbandonCommandData, origin);
        return;
      case recordReservationCommand.name:
        await record(data as RecordReservationData, origin);
        return;
      case releaseReservationCommand.name:
        await release(data as ReleaseReservationData, origin);
        return;
      default:
        await next(name, data, origin);
    }
  };
  return dispatch;
}

function stepOf(origin: CommandOrigin, step: string): CommandOrigin {
  return { ...origin, commandId: deriveId(origin.commandId, step) };
}
