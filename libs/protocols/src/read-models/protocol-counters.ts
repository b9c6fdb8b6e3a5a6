import { defineCounters, moves } from '#use-cases';
import {
  ProtocolDrafted,
  ProtocolEnteredIntoForce,
  ProtocolExpired,
  ProtocolRectified,
  ProtocolRejected,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSigned,
  ProtocolSubmitted,
  ProtocolSuspended,
  ProtocolTerminated,
  ProtocolWithdrawn,
} from '../domain/events.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';

/** Protocols by state. */
export const protocolCounters = defineCounters({
  name: 'protocols',
  description: 'Protocols by state; null for a province, because a protocol is concluded by a region.',
  version: 3,
  counts: PROTOCOL_STATES,
  levels: ['nation', 'region'],
  moves: [
    moves(ProtocolDrafted, { to: 'DRAFT' }),
    moves(ProtocolSubmitted, { from: 'DRAFT', to: 'SUBMITTED' }),
    moves(ProtocolRejected, { from: 'SUBMITTED', to: 'REJECTED' }),
    moves(ProtocolWithdrawn, { from: ({ from }) => from, to: 'WITHDRAWN' }),
    moves(ProtocolSigned, { from: 'SUBMITTED', to: 'SIGNED' }),
    moves(ProtocolEnteredIntoForce, { from: 'SIGNED', to: 'IN_FORCE' }),
    moves(ProtocolRectified, { from: ({ from }) => from, to: ({ to }) => to }),
    moves(ProtocolSuspended, { from: ({ from }) => from, to: ({ to }) => to }),
    moves(ProtocolResumed, { from: ({ from }) => from, to: ({ to }) => to }),
    moves(ProtocolRenewed, { from: ({ from = 'IN_FORCE' }) => from, to: ({ to = 'RENEWED' }) => to }),
    moves(ProtocolTerminated, { from: ({ from = 'IN_FORCE' }) => from, to: ({ to = 'TERMINATED' }) => to }),
    moves(ProtocolExpired, { from: ({ from = 'IN_FORCE' }) => from, to: ({ to = 'EXPIRED' }) => to }),
  ],
});
