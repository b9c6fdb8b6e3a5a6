import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { deriveId } from '#kernel/domain';
import { defineCommandOn, IsRequiredObject, IsText } from '#use-cases';
import { integration } from '../domain/integration.ts';
import { CENTRE } from './on-integration.ts';
import { IntegrationScopeInput, requireScopeOf, scopeRefusals, typeRefusals } from './scope-input.ts';

/** Registers the system of another administration that reads what is published. */
export class RegisterIntegration {
  /** What the system is called, and of which administration. No personal data: it stays for ever. */
  @IsText(200)
  readonly name!: string;

  /** The office that answers for it. No personal data: it stays for ever. */
  @IsText(200)
  readonly contact!: string;

  /**
   * A mailbox of that office, which is told when deliveries are stopped: no person's own, as it stays for ever. Without one
   * the Direzione centrale alone is told, by its inbox.
   */
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  readonly mailbox?: string;

  @IsRequiredObject(() => IntegrationScopeInput)
  readonly scope!: IntegrationScopeInput;
}

/** Declares the command over the types that are published. */
export function registerIntegration(known: ReadonlySet<string>) {
  return defineCommandOn(integration)({
    input: RegisterIntegration,
    summary: 'Registers an integration: a system that reads what is published, and of what.',
    id: (_input, commandId) => deriveId('Integration', commandId),
    by: CENTRE,
    in: ['ABSENT'],
    refuses: [scopeRefusals, typeRefusals],
    decide: ({ name, contact, mailbox, scope }, _absent, { id }) => {
      const office = { name, contact, ...(mailbox === undefined ? {} : { mailbox }) };
      const data = { integrationId: id, ...office, scope: requireScopeOf(scope, known) };
      return [{ type: 'IntegrationRegistered', data }];
    },
  });
}
