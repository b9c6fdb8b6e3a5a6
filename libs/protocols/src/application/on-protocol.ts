import { DomainError, type CommandRequest } from '#kernel';
import { requireRole, requireScope, type CommandEnvelope, type Role } from '#platform';
import type { ProtocolCommand } from '../domain/commands.ts';
import type { ProtocolState } from '../domain/protocol-state.ts';
import type { ProtocolContext } from '../domain/protocol.ts';
import type { OnProtocol } from './commands.ts';

/**
 * The request behind a command on an existing protocol, for those in its territory.
 * @param roles who may give it; nobody but a policy when empty
 * @throws DomainError ROLE_NOT_ALLOWED
 */
export function onProtocol<Command extends ProtocolCommand>(
  { data, origin, principal, ifRevision }: CommandEnvelope<OnProtocol>,
  roles: readonly Role[],
  command: Command,
): CommandRequest<ProtocolState, Command, ProtocolContext> {
  requireRole(principal, ...roles);
  return {
    id: data.protocolId,
    command,
    origin,
    context: (known) => known,
    authorize: (state) => {
      if (!state.protocol) throw new DomainError('PROTOCOL_NOT_FOUND', { id: data.protocolId }, 'not-found');
      requireScope(principal, { region: state.protocol.region, host: state.protocol.host.id });
    },
    ...(ifRevision === undefined ? {} : { ifRevision }),
  };
}
