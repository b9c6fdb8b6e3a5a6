import {
  decideAbandon,
  DomainError,
  refuseAbandoned,
  type Aggregate,
  type CommandAbandoned,
  type DecisionContext,
} from '#kernel';
import { romeDateOf } from '#italy';
import type { ProtocolCommand } from './commands.ts';
import { assignOfficer, draft, submit } from './drafting.ts';
import type { ProtocolEvent } from './events.ts';
import { bringIntoForce, carryOut, terminate } from './force.ts';
import { evolve, undrafted, type Protocol, type ProtocolState } from './protocol-state.ts';
import { forward, recordSignature } from './signing.ts';
import type { ProtocolHost, ProtocolStatus } from './vocabulary.ts';

export interface ProtocolContext extends DecisionContext {
  /** For a draft: the hosting body it names, if that is registered. */
  readonly host?: ProtocolHost | undefined;
}

/** In which states a protocol takes a command; any state when absent. */
const ALLOWED: Partial<Record<ProtocolCommand['type'], readonly ProtocolStatus[]>> = {
  AssignConventionOfficer: ['DRAFT', 'SUBMITTED', 'SIGNED', 'IN_FORCE'],
  SubmitProtocol: ['DRAFT'],
  RejectProtocol: ['SUBMITTED'],
  WithdrawProtocol: ['DRAFT', 'SUBMITTED'],
  RecordProtocolSignature: ['SUBMITTED'],
  BringProtocolIntoForce: ['SIGNED'],
  TerminateProtocol: ['IN_FORCE'],
};

/** The Protocollo d'intesa: one agreement, from draft to end (INPS circolare 119/2011; circolare 104/2016). */
export const protocol: Aggregate<ProtocolState, ProtocolCommand, ProtocolEvent | CommandAbandoned, ProtocolContext> = {
  category: 'Protocol',
  initialState: undrafted,
  evolve,
  scopeOf: ({ protocol: drafted }) => (drafted ? { region: drafted.region, host: drafted.host.id } : {}),
  decide: (command, state, context) => {
    if (command.type === 'AbandonCommand') return decideAbandon(command, state.abandoned, context);
    refuseAbandoned(context.commandId, state.abandoned);
    if (command.type === 'DraftProtocol') {
      if (state.protocol) throw new DomainError('PROTOCOL_ALREADY_DRAFTED', { id: state.protocol.id }, 'conflict');
      return draft(command, context.host);
    }
    if (!state.protocol) throw new DomainError('PROTOCOL_NOT_FOUND', {}, 'not-found');
    requireState(command, state.protocol);
    return decideNext(command, state.protocol, context.now);
  },
};

type NextCommand = Exclude<ProtocolCommand, { type: 'DraftProtocol' | 'AbandonCommand' }>;

function requireState(command: NextCommand, { status }: Protocol): void {
  const allowed = ALLOWED[command.type];
  if (!allowed || allowed.includes(status)) return;
  throw new DomainError('PROTOCOL_STATE_FORBIDS', { command: command.type, state: status, allowed });
}

function decideNext(command: NextCommand, drafted: Protocol, now: number): ProtocolEvent[] {
  const today = romeDateOf(now);
  switch (command.type) {
    case 'AssignConventionOfficer':
      return assignOfficer(command, drafted);
    case 'SubmitProtocol':
      return submit(drafted);
    case 'RejectProtocol':
      return [{ type: 'ProtocolRejected', data: { reason: command.reason } }];
    case 'WithdrawProtocol':
      return [
        {
          type: 'ProtocolWithdrawn',
          data: { reason: command.reason, from: drafted.status === 'DRAFT' ? 'DRAFT' : 'SUBMITTED' },
        },
      ];
    case 'RecordProtocolSignature':
      return recordSignature(command, drafted, now);
    case 'ForwardProtocolToCentralOrganisation':
      return forward(command, drafted, today);
    case 'BringProtocolIntoForce':
      return bringIntoForce(command, drafted, today);
    case 'TerminateProtocol':
      return terminate(command, drafted, today);
    case 'CarryOutEntryIntoForce':
    case 'CarryOutTermination':
    case 'ExpireProtocol':
      return carryOut(command, drafted, today);
  }
}
