import { DomainError, type CommandRequest } from '#kernel';
import { requireRole, requireScope, type CommandEnvelope, type Role } from '#platform';
import type { PuntoClienteCommand } from '../domain/commands.ts';
import type { PuntoClienteState } from '../domain/punto-cliente-state.ts';
import type { PuntoClienteContext } from '../domain/punto-cliente.ts';
import type { OnPuntoCliente } from './commands.ts';

/**
 * The request behind a command on an existing point, for those in its territory.
 * @param roles who may give it; nobody but a policy when empty
 * @throws DomainError ROLE_NOT_ALLOWED
 */
export function onPuntoCliente<Command extends PuntoClienteCommand>(
  { data, origin, principal, ifRevision }: CommandEnvelope<OnPuntoCliente>,
  roles: readonly Role[],
  command: Command,
): CommandRequest<PuntoClienteState, Command, PuntoClienteContext> {
  requireRole(principal, ...roles);
  return {
    id: data.pointId,
    command,
    origin,
    context: (known) => known,
    authorize: ({ point }) => {
      if (!point) throw new DomainError('PUNTO_CLIENTE_NOT_FOUND', { id: data.pointId }, 'not-found');
      requireScope(principal, { region: point.region, province: point.province, host: point.host.id });
    },
    ...(ifRevision === undefined ? {} : { ifRevision }),
  };
}
