import { defineProcessManager, give, idOf, reading, when, type Reaction } from '#kernel/domain';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
  OperatorAuthorizationSuspended,
} from '../domain/authorization/events.ts';
import type { AuthorizationStatus } from '../domain/authorization/vocabulary.ts';
import { OperatorRosterEntered, OperatorRosterLeft } from '../domain/roster/events.ts';
import { leaveOperatorRoster } from '../use-cases/authorization/by-policy.ts';
import { entrySweeper } from './entry-sweeper.ts';

/** What the process remembers of an authorisation that is counted. */
interface Counted {
  /** The commands that entered it and have not been given back. */
  readonly entries: readonly string[];
}

/**
 * Gives the entries of an authorisation in the roster of its point back, when it does not hold any more. An instance is an
 * authorisation. What it is today counts, not what a fact says of its own day: one that is recorded late may have ended
 * nothing, or have given back what something later had taken before.
 */
export const rosterFollowsAuthorizations = defineProcessManager<Counted>({
  name: 'roster-follows-authorizations',
  gives: [leaveOperatorRoster],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([OperatorAuthorizationGranted, OperatorAuthorizationResumed], (state, { data, metadata: { commandId } }) =>
      holding([...(state?.entries ?? []), commandId], data),
    ),
    when(
      [OperatorAuthorizationSuspended, OperatorAuthorizationRevoked, OperatorAuthorizationExpired],
      (state, { data }) => holding(state?.entries ?? [], data),
    ),
    when(OperatorAuthorizationRectified, (state, { data, metadata: { commandId } }) => {
      const before = state?.entries ?? [];
      return holding(data.to === 'GRANTED' && data.from !== 'GRANTED' ? [...before, commandId] : before, data);
    }),
  ],
});

/** @param entries what the authorisation may have in the roster: facts of earlier versions claimed more than was needed */
function holding(
  entries: readonly string[],
  { pointId, to }: { readonly pointId: string; readonly to: AuthorizationStatus },
): Reaction<Counted> {
  if (to === 'GRANTED') return { state: { entries } };
  const commands = entries.map((entryId) => give(leaveOperatorRoster, { pointId, entryId, wasGranted: true }));
  return { state: undefined, commands };
}

/** Gives back the entries of grants and resumptions that died between claim and act. */
export const rosterSweeper = entrySweeper({
  name: 'roster-sweeper',
  gives: leaveOperatorRoster,
  entered: reading(OperatorRosterEntered, ({ data: { pointId, entryId, ...entry } }) => ({
    ...{ ...entry, entryId },
    release: give(leaveOperatorRoster, { pointId, entryId, wasGranted: false }),
  })),
  left: reading(OperatorRosterLeft, ({ data }) => data.entryId),
  acted: [OperatorAuthorizationGranted, OperatorAuthorizationResumed, OperatorAuthorizationRectified],
});
