import { IsIn, IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { deactivated } from '../domain/deactivation.ts';
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

const notActiveUnderProtocol = defineRefusal(
  'NOT_ACTIVE_UNDER_PROTOCOL',
  'In state {state} the point is not active under the protocol {protocolId}: nothing is left to do.',
  'already-so',
);

/** A point never outlives the protocol that covers it; one that ended otherwise, or never began, needs nothing. */
export const endPuntoClienteWithProtocol = defineCommandOn(puntoCliente)({
  input: EndPuntoClienteWithProtocol,
  summary: 'Ends the activity of a point whose protocol has ended.',
  id: pointId,
  by: NO_PERSON,
  in: POINT_STATES,
  refuses: [notActiveUnderProtocol],
  decide: ({ protocolId, reason, endedOn }, point) => {
    if (point.status !== 'ACTIVE' || point.activity.protocolId !== protocolId) {
      throw notActiveUnderProtocol({ protocolId, state: point.status });
    }
    // Activated in the moment between the end of the protocol and this command: no activity before it began.
    const { from } = point.activity;
    return [deactivated(point, reason, endedOn < from ? from : endedOn)];
  },
});
