import { IsBoolean, IsUUID } from 'class-validator';
import { defineCommandOn, IsPersonId } from '#use-cases';
import { accountLeft, operatorAccounts } from '../../domain/accounts/operator-accounts.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';

abstract class OnOperatorAccounts {
  /** Id of the host. */
  @IsUUID()
  readonly hostId!: string;

  /** The command that asked for the authorisation. */
  @IsUUID()
  readonly entryId!: string;
}

/** Records who an operator is, of an authorisation that stands without an entry. */
export class RecordOperatorAccount extends OnOperatorAccounts {
  @IsUUID()
  readonly authorizationId!: string;

  @IsPersonId()
  readonly operatorId!: string;

  /** Who it is. */
  @IsUUID()
  readonly subject!: string;
}

/** Gives an entry among the accounts of a host back. */
export class LeaveOperatorAccounts extends OnOperatorAccounts {
  /** The authorisation was granted: the account stands for nobody else afterwards. */
  @IsBoolean()
  readonly wasGranted!: boolean;
}

/** What stands is recorded as it stands, also where an earlier version let one account stand for two. */
export const recordOperatorAccount = defineCommandOn(operatorAccounts)({
  input: RecordOperatorAccount,
  summary:
    'Records who an operator is, of an authorisation that stands without an entry among the accounts of its host.',
  id: ({ hostId }) => hostId,
  by: NO_PERSON,
  in: ['ABSENT', 'OPEN'],
  decide: (account, accounts) =>
    accounts.status === 'OPEN' && accounts.entries[account.entryId]
      ? []
      : [{ type: 'OperatorAccountRecorded', data: { ...account } }],
});

export const leaveOperatorAccounts = defineCommandOn(operatorAccounts)({
  input: LeaveOperatorAccounts,
  summary: 'Gives an entry among the accounts of a host back, as its authorisation has ended or never came.',
  id: ({ hostId }) => hostId,
  by: NO_PERSON,
  in: ['ABSENT', 'OPEN'],
  decide: (left, accounts) => accountLeft(accounts, left),
});
