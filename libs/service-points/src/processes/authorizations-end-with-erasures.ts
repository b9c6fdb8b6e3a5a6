import {
  abandonCommand,
  defineProcessManager,
  give,
  idOf,
  settleClaimCommand,
  when,
  type WantedCommand,
} from '#kernel/domain';
import { romeDateAt } from '#italy';
import { SubjectErased } from '#privacy';
import { OperatorAuthorizationRequested } from '../domain/authorization/events.ts';
import { operatorAuthorization } from '../domain/authorization/operator-authorization.ts';
import { OperatorRosterEntered } from '../domain/roster/events.ts';
import { leaveOperatorRoster, revokeAuthorizationByPolicy } from '../use-cases/authorization/by-policy.ts';

interface OperatorState {
  /** Ids of the authorisations that were asked for the person. */
  readonly authorizations: readonly string[];
  /** Kept for good: a grant may be written just after, by someone who looked just before. */
  readonly erasedOn?: string;
}

/**
 * Ends the authorisations of whoever is erased, those that were only asked for included: they are those of a named operator. An
 * instance is a person, under the id that is random. One that is asked for afterwards is withdrawn. One that is granted afterwards enters the roster first, under the person's id: if its grant has not come
 * about by then it is barred, and else revoked.
 */
export const authorizationsEndWithErasures = defineProcessManager<OperatorState>({
  name: 'authorizations-end-with-erasures',
  gives: [settleClaimCommand, abandonCommand, leaveOperatorRoster, revokeAuthorizationByPolicy],
  on: [
    when(
      OperatorAuthorizationRequested,
      (state, { stream }) =>
        state?.erasedOn === undefined
          ? { state: { authorizations: [...(state?.authorizations ?? []), idOf(stream)] } }
          : { state, commands: [revocationOf(idOf(stream), state.erasedOn)] },
      ({ data: { subject } }) => [subject],
    ),
    when(
      OperatorRosterEntered,
      (state, { data: { authorizationId, pointId, entryId } }) => {
        if (state?.erasedOn === undefined) return { state };
        const settled = give(settleClaimCommand, {
          abandon: give(abandonCommand, {
            ...{ category: operatorAuthorization.category, id: authorizationId },
            abandonedCommandId: entryId,
          }),
          release: give(leaveOperatorRoster, { pointId, entryId, wasGranted: false }),
        });
        return { state, commands: [settled, revocationOf(authorizationId, state.erasedOn)] };
      },
      ({ data: { subject } }) => [subject],
    ),
    when(
      SubjectErased,
      (state, { recordedAt }) => {
        const erasedOn = romeDateAt(recordedAt);
        const { authorizations = [] } = state ?? {};
        return {
          state: { authorizations: [], erasedOn },
          commands: authorizations.map((id) => revocationOf(id, erasedOn)),
        };
      },
      ({ data: { subject } }) => [subject],
    ),
  ],
});

function revocationOf(authorizationId: string, revokedOn: string): WantedCommand {
  return give(revokeAuthorizationByPolicy, { authorizationId, reason: 'SUBJECT_ERASED', revokedOn });
}
