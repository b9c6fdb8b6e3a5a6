import { IsIn, IsUUID } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { deactivated } from '../domain/deactivation.ts';
import { notActiveUnderProtocol, whenConcerned } from '../domain/under-protocol.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { POINT_STATES, REASONS_OF_PROTOCOLS } from '../domain/vocabulary.ts';
import { NO_PERSON, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Ends the activity of a point whose protocol has ended. */
export class EndPuntoClienteWithProtocol extends OnPuntoCliente {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;

  @IsIn(REASONS_OF_PROTOCOLS)
  readonly reason!: (typeof REASONS_OF_PROTOCOLS)[number];

  /** First day on which the protocol is no longer in force. */
  @IsRealDate()
  readonly endedOn!: string;
}

/**
 * A point never outlives the protocol that covers it; one that ended before, or never began, needs nothing. The end has the
 * legal date of its cause, whatever has become of the point since (T1).
 */
export const endPuntoClienteWithProtocol = defineCommandOn(puntoCliente)({
  input: EndPuntoClienteWithProtocol,
  summary: 'Ends the activity of a point whose protocol has ended.',
  id: pointId,
  by: NO_PERSON,
  in: POINT_STATES,
  refuses: [notActiveUnderProtocol],
  decide: ({ protocolId, reason, endedOn }, lived, known) => {
    const { point, on } = whenConcerned(lived, protocolId, endedOn, known.today);
    return [deactivated(point, reason, on, known)];
  },
});
