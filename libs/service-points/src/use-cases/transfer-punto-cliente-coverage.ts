import { IsUUID } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { takingEffect } from '../domain/legal-effect.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { notActiveUnderProtocol, whenConcerned } from '../domain/under-protocol.ts';
import { POINT_STATES } from '../domain/vocabulary.ts';
import { NO_PERSON, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Has a point go on under the successor of the protocol that covered it. */
export class TransferPuntoClienteCoverage extends OnPuntoCliente {
  /** Id of the protocol that was renewed. */
  @IsUUID()
  readonly previousProtocolId!: string;

  /** Id of its successor. */
  @IsUUID()
  readonly protocolId!: string;

  /** First day in force of the successor. */
  @IsRealDate()
  readonly transferredOn!: string;
}

/** Nothing but the protocol changes: authorisations on the point, and appointments at it, stand as they are. */
export const transferPuntoClienteCoverage = defineCommandOn(puntoCliente)({
  input: TransferPuntoClienteCoverage,
  summary: 'Has a point go on under the successor of the protocol that covered it.',
  id: pointId,
  by: NO_PERSON,
  in: POINT_STATES,
  refuses: [notActiveUnderProtocol],
  decide: ({ previousProtocolId, protocolId, transferredOn: from }, lived, known) => {
    const { point, on: transferredOn } = whenConcerned(lived, previousProtocolId, from, known.today);
    const data = { kind: point.kind, previousProtocolId, protocolId, transferredOn };
    return [takingEffect(point, { type: 'PuntoClienteCoverageTransferred', data }, transferredOn, known)];
  },
});
