import type { Aggregate, DecisionContext } from '../commands/aggregate.ts';
import type { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandOrigin } from '../commands/command-origin.ts';
import { deriveId } from '../commands/command-id.ts';
import type { DomainEvent } from '../decider.ts';
import { isDomainError } from '../errors.ts';
import type { Dispatch } from '../processes/dispatch.ts';
import type { AbandonCommand } from './claims.ts';
import { SETTLE_CLAIM, type SettleClaim } from './claim-sweeper.ts';
import { reservation } from './reservation.ts';

/** An aggregate that can be the target of a claim: it understands {@link AbandonCommand}. */
export type ClaimTarget = Aggregate<unknown, AbandonCommand, DomainEvent, DecisionContext>;

/** Name of the command that tells a target to refuse a command from now on. */
export const ABANDON_COMMAND = 'AbandonCommand';
/** Name of the command that frees a reserved value. */
export const RELEASE_RESERVATION = 'ReleaseReservation';

/** Payload of {@link ABANDON_COMMAND}. */
export interface AbandonCommandData {
  readonly category: string;
  readonly id: string;
  readonly abandonedCommandId: string;
}

/** Payload of {@link RELEASE_RESERVATION}. */
export interface ReleaseReservationData {
  readonly id: string;
  readonly kind: string;
  readonly forCommandId: string;
}

/**
 * The commands of claims, as a process manager gives them by name; every other name goes to `next`.
 * @param targets aggregates that claims are made for
 */
export function claimDispatch(executor: CommandExecutor, targets: readonly ClaimTarget[], next: Dispatch): Dispatch {
  const byCategory = new Map(targets.map((target) => [target.category, target]));

  const abandon = async (data: AbandonCommandData, origin: CommandOrigin): Promise<void> => {
    const target = byCategory.get(data.category);
    if (!target) throw new TypeError(`no claim target has the category ${data.category}`);
    const command: AbandonCommand = { type: 'AbandonCommand', abandonedCommandId: data.abandonedCommandId };
    await executor.execute(target, { id: data.id, command, origin, context: (known) => known });
  };

  const releaseReservation = async (data: ReleaseReservationData, origin: CommandOrigin): Promise<void> => {
    const { id, kind, forCommandId } = data;
    const command = { type: 'ReleaseReservation', kind, forCommandId } as const;
    await executor.execute(reservation, { id, command, origin, context: (known) => known });
  };

  const dispatch: Dispatch = async (name, data, origin) => {
    switch (name) {
      case SETTLE_CLAIM: {
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
      case ABANDON_COMMAND:
        await abandon(data as AbandonCommandData, origin);
        return;
      case RELEASE_RESERVATION:
        await releaseReservation(data as ReleaseReservationData, origin);
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
