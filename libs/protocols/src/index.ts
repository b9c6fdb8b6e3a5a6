import { protocolCalendar } from './application/protocol-calendar.ts';
import * as commands from './application/commands.ts';
import { protocolEvents } from './domain/events.ts';
import { protocol } from './domain/protocol.ts';
import { protocolRegister } from './projections/protocol-register.ts';

export { ProtocolsModule } from './protocols.module.ts';

export const protocolsEvents = protocolEvents;
export const protocolsProjections = [protocolRegister] as const;
export const protocolsProcesses = [protocolCalendar] as const;
/** Commands by the name under which process managers give them. */
export const protocolsCommands = { ...commands };
/** Aggregates that reservations are made for. */
export const protocolsClaimTargets = [protocol] as const;
/** Events that say a reserved act was carried out. */
export const protocolsActEvents = ['ProtocolSignatureRecorded'] as const;

export * from './application/commands.ts';
export * from './application/queries.ts';
export type { ProtocolEvent } from './domain/events.ts';
export { protocol } from './domain/protocol.ts';
export type { Protocol, ProtocolState } from './domain/protocol-state.ts';
export { PROTOCOL_STATES, type PointKind, type ProtocolStatus } from './domain/vocabulary.ts';
export { protocolRegister, type ProtocolDocument, type ProtocolSummary } from './projections/protocol-register.ts';
export { changesAfter, historyEntry, type HistoryEntry } from './projections/history.ts';
export { HistoryEntryAnswer } from './http/protocol-queries.dto.ts';
