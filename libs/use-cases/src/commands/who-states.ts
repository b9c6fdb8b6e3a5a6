import type { DomainEvent } from '#kernel/domain';
import { authorizeRole } from '../access/authorize.ts';
import type { AnyPrincipal } from '../access/principal.ts';
import type { Life } from '../dated/life.ts';
import type { CommandUseCase } from './define-command.ts';

/** The commands by which fewer state a fact than may rectify facts of such a thing. */
export type StatedBy<Event extends DomainEvent> = Partial<Readonly<Record<Event['type'], Pick<CommandUseCase, 'by'>>>>;

/**
 * Who may not state a fact may not restate it.
 * @throws DomainError ROLE_NOT_ALLOWED (forbidden)
 */
export function requireMayState<Event extends DomainEvent>(
  principal: AnyPrincipal,
  { rectifies, life }: { readonly rectifies: number; readonly life: Life<Event> },
  statedBy: StatedBy<Event>,
): void {
  const type = life.find(({ revision }) => revision === rectifies)?.event.type as Event['type'] | undefined;
  const command = type === undefined ? undefined : statedBy[type];
  if (command) authorizeRole(principal, command.by);
}
