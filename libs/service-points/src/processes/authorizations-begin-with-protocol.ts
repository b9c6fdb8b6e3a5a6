import type { LocalDate } from '#italy';
import { defineProcessManager, give, idOf, when, type WantedCommand } from '#kernel/domain';
import { ProtocolRectified } from '#protocols';
import {
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
} from '../domain/authorization/events.ts';
import { alignAuthorizationWithProtocol } from '../use-cases/authorization/align-authorization-with-protocol.ts';

interface GrantedUnder {
  /** Ids of the authorisations that were ever granted under the protocol. */
  readonly granted: readonly string[];
  /** First day in force, where that was rectified. */
  readonly effectiveDate?: LocalDate;
}

const NONE: GrantedUnder = { granted: [] };

/**
 * No authorisation holds before its protocol is in force (K6): an entry into force that is rectified to a later day suspends
 * those that were granted before it until that day, and one that is moved back gives them back (T2). An instance is a
 * protocol; it folds both sides, so that a grant by someone who looked just before is concerned as well. Or it is an authorisation of which
 * something else becomes known, and remembers nothing.
 */
export const authorizationsBeginWithProtocol = defineProcessManager<GrantedUnder>({
  name: 'authorizations-begin-with-protocol',
  gives: [alignAuthorizationWithProtocol],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationGranted,
      (state = NONE, { stream, data: { grantedOn } }) => {
        const id = idOf(stream);
        const { effectiveDate, granted } = state;
        const isEarly = effectiveDate !== undefined && grantedOn < effectiveDate;
        return {
          state: { ...state, granted: [...granted, id] },
          commands: isEarly ? [align(id)] : [],
        };
      },
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(ProtocolRectified, (state = NONE, { data: { of, standing } }) => {
      const { effectiveDate } = standing;
      if (of !== 'ProtocolEnteredIntoForce' || effectiveDate === undefined) return { state };
      const commands = state.granted.map(align);
      return { state: { ...state, effectiveDate }, commands };
    }),
    // It may have days by now on which it was taken for ended when the entry into force was rectified.
    when(OperatorAuthorizationRectified, (state, { stream }) => ({ state, commands: [align(idOf(stream))] })),
    when(OperatorAuthorizationResumed, (state, { stream, data: { undoes } }) => ({
      state,
      commands: undoes === undefined ? [] : [align(idOf(stream))],
    })),
  ],
});

function align(authorizationId: string): WantedCommand {
  return give(alignAuthorizationWithProtocol, { authorizationId });
}
