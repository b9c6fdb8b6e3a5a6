import type { LocalDate } from '#italy';
import { defineProcessManager, give, idOf, when, type WantedCommand } from '#kernel/domain';
import { ProtocolRectified } from '#protocols';
import { OperatorAuthorizationGranted } from '../domain/authorization/events.ts';
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
 * protocol; it folds both sides, so that a grant by someone who looked just before is concerned as well.
 */
export const authorizationsBeginWithProtocol = defineProcessManager<GrantedUnder>({
  name: 'authorizations-begin-with-protocol',
  gives: [alignAuthorizationWithProtocol],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationGranted,
      (state = NONE, { stream, data: { grantedOn } }, protocolId) => {
        const id = idOf(stream);
        const { effectiveDate, granted } = state;
        const isEarly = effectiveDate !== undefined && grantedOn < effectiveDate;
        return {
          state: { ...state, granted: [...granted, id] },
          commands: isEarly ? [align(id, protocolId, effectiveDate)] : [],
        };
      },
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(ProtocolRectified, (state = NONE, { data: { of, standing } }, protocolId) => {
      const { effectiveDate } = standing;
      if (of !== 'ProtocolEnteredIntoForce' || effectiveDate === undefined) return { state };
      const commands = state.granted.map((id) => align(id, protocolId, effectiveDate));
      return { state: { ...state, effectiveDate }, commands };
    }),
  ],
});

function align(authorizationId: string, protocolId: string, effectiveDate: LocalDate): WantedCommand {
  return give(alignAuthorizationWithProtocol, { authorizationId, protocolId, effectiveDate });
}
