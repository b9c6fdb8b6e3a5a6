import { IsEmail, MaxLength } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { integration } from '../domain/integration.ts';
import { CENTRE, integrationId, OnIntegration } from './on-integration.ts';

/** Says where the office is written to that answers for an integration. */
export class ChangeIntegrationMailbox extends OnIntegration {
  /** A mailbox of the office: no person's own, as it stays for ever. */
  @IsEmail()
  @MaxLength(254)
  readonly mailbox!: string;
}

const alreadySo = defineRefusal(
  'INTEGRATION_MAILBOX_ALREADY_SO',
  'That is its mailbox already: leave it as it is.',
  'already-so',
);

export const changeIntegrationMailbox = defineCommandOn(integration)({
  input: ChangeIntegrationMailbox,
  summary: 'Changes the mailbox of the office that answers for an integration, or says it for the first time.',
  example: { mailbox: 'sistemi@regione.example.org' },
  id: integrationId,
  by: CENTRE,
  in: ['REGISTERED'],
  refuses: [alreadySo],
  decide: ({ mailbox }, { id, mailbox: before }) => {
    if (mailbox === before) throw alreadySo();
    return [{ type: 'IntegrationMailboxChanged', data: { integrationId: id, mailbox } }];
  },
});
