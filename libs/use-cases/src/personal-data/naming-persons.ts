import { deriveId, type CommandOrigin } from '#kernel/domain';
import { IsFiscalCode } from '../validation/is-fiscal-code.ts';
import { IsText } from '../validation/is-text.ts';

/** A person whom a command names: whoever declares a field of it seals it before it is written. */
export abstract class PersonInput {
  @IsFiscalCode()
  readonly fiscalCode!: string;

  @IsText(100)
  readonly givenName!: string;

  @IsText(100)
  readonly familyName!: string;
}

/**
 * The origin of the registration of a person: a step of its own, caused by the command that names them.
 * @param step tells one registration of a command from another
 */
export function registrationOf(
  { idempotency: _ofTheCommand, commandId, ...rest }: CommandOrigin,
  step = 'register',
): CommandOrigin {
  return { ...rest, commandId: deriveId(commandId, step), causationId: commandId };
}
