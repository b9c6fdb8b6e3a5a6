import { IsInt, IsOptional, IsUUID, Min } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { protocol } from '#protocols';
import { defineCommandOn, fact } from '#use-cases';
import { followingProtocol } from '../domain/following-protocol.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { POINT_STATES } from '../domain/vocabulary.ts';
import { coveringProtocol } from './covering-protocol.ts';
import { NO_PERSON, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Has a point follow a protocol that covers it, or did. */
export class AlignPuntoClienteWithProtocol extends OnPuntoCliente {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;

  /** Revision of its event that the point is to follow; all that is known of it when absent. */
  @IsOptional()
  @IsInt()
  @Min(0)
  readonly revision?: number;
}

const alreadyAligned = defineRefusal(
  'ALREADY_ALIGNED_WITH_PROTOCOL',
  'The point is what it should be under the protocol {protocolId}: nothing is left to do.',
  'already-so',
);

/**
 * A point is suspended while the protocol that covers it is, passes to its successor or ends with it, on the legal date of
 * the cause and whatever has become of the point since (T1); and what has lost its cause is undone (T2).
 */
export const alignPuntoClienteWithProtocol = defineCommandOn(puntoCliente)({
  input: AlignPuntoClienteWithProtocol,
  summary: 'Has a point follow a protocol that covers it, or did.',
  id: pointId,
  by: NO_PERSON,
  in: POINT_STATES,
  needs: {
    protocol: fact(
      protocol,
      ({ protocolId }: AlignPuntoClienteWithProtocol) => protocolId,
      (found) => (found.status === 'ABSENT' ? undefined : found.life),
    ),
  },
  refuses: [alreadyAligned],
  decide: ({ pointId: id, protocolId, revision }, lived, known) => {
    const covering = known.protocol && coveringProtocol(protocolId, known.protocol, { pointId: id, revision });
    const facts = covering ? followingProtocol(lived, covering, known) : [];
    if (facts.length === 0) throw alreadyAligned({ protocolId });
    return facts;
  },
});
