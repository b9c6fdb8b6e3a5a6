import {
  abandonCommand,
  claimSweeper,
  defineProcessManager,
  give,
  idOf,
  reading,
  when,
  type Reaction,
} from '#kernel/domain';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
  OperatorAuthorizationSuspended,
} from '../domain/authorization/events.ts';
import { operatorAuthorization } from '../domain/authorization/operator-authorization.ts';
import { OperatorRosterEntered, OperatorRosterLeft } from '../domain/roster/events.ts';
import { leaveOperatorRoster } from '../use-cases/authorization/by-policy.ts';

/** What the process remembers of an authorisation that is counted. */
interface Counted {
  /** The commands that entered it and have not been given back. */
  readonly entries: readonly string[];
}

/**
 * Gives the entry of an authorisation in the roster of its point back, when it is suspended or at its end. An instance is an
 * authorisation; a fact that was recorded late and changes nothing of today gives nothing back.
 */
export const rosterFollowsAuthorizations = defineProcessManager<Counted>({
  name: 'roster-follows-authorizations',
  gives: [leaveOperatorRoster],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([OperatorAuthorizationGranted, OperatorAuthorizationResumed], (state, { metadata: { commandId } }) => ({
      state: { entries: [...(state?.entries ?? []), commandId] },
    })),
    when(
      [OperatorAuthorizationSuspended, OperatorAuthorizationRevoked, OperatorAuthorizationExpired],
      (state, { data: { pointId, to } }): Reaction<Counted> => {
        if (!state || to === 'GRANTED') return { state };
        const commands = state.entries.map((entryId) =>
          give(leaveOperatorRoster, { pointId, entryId, wasGranted: true }),
        );
        return { state: to === 'SUSPENDED' ? { entries: [] } : undefined, commands };
      },
    ),
  ],
});

/** Gives back the entries of grants and resumptions that died between claim and act. */
export const rosterSweeper = claimSweeper({
  name: 'roster-sweeper',
  gives: [leaveOperatorRoster],
  claimed: [
    reading(OperatorRosterEntered, ({ data: { pointId, authorizationId, entryId, until } }) => ({
      claimId: entryId,
      commandId: entryId,
      until: Date.parse(until),
      abandon: give(abandonCommand, {
        ...{ category: operatorAuthorization.category, id: authorizationId },
        abandonedCommandId: entryId,
      }),
      release: give(leaveOperatorRoster, { pointId, entryId, wasGranted: false }),
    })),
  ],
  released: [reading(OperatorRosterLeft, ({ data: { entryId } }) => ({ commandId: entryId, claimId: entryId }))],
  acted: [OperatorAuthorizationGranted, OperatorAuthorizationResumed],
});
