import { ArrayMaxSize, ArrayUnique, IsOptional, IsUUID, Matches } from 'class-validator';
import { defineRefusals, toTimestamp } from '#kernel/domain';
import { midnightInRome } from '#italy';
import { protocol } from '#protocols';
import { defineCommandOn, fact, IsRealDate, IsRequiredObjects, matching } from '#use-cases';
import { coverageRefusals, refuseUncovered, type ProtocolFacts } from '../domain/coverage.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { OFFICES, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Someone of the host who works at the point, trained for it. */
export class OperatorInput {
  /** Opaque id at the host; no name and no codice fiscale. */
  @Matches(
    /^[\w.@:-]{1,100}$/,
    matching({
      message: '$property must be 1 to 100 letters, digits and . _ @ : -',
      maxLength: 100,
      example: 'operatore-1',
    }),
  )
  readonly operatorId!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly trainedOn!: string;
}

/** Activates an approved point under the protocol in force that covers it. */
export class ActivatePuntoCliente extends OnPuntoCliente {
  /** The protocol in force that covers the point. */
  @IsUUID()
  readonly protocolId!: string;

  /** SERVIZIO needs at least one. */
  @IsOptional()
  @IsRequiredObjects(() => OperatorInput)
  @ArrayMaxSize(200)
  @ArrayUnique(({ operatorId }: OperatorInput) => operatorId)
  readonly operators?: OperatorInput[];

  /** First day of activity, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly activatedOn?: string;
}

const refuse = defineRefusals({
  ACTIVATION_IN_FUTURE: '{activatedOn} lies after today, {today}: record the activation on its day.',
  ACTIVATION_BEFORE_PROTOCOL:
    'On {activatedOn} the protocol was not in force, which it is from {inForceFrom}: choose that day or a later one.',
  AUTHORISED_OPERATOR_REQUIRED:
    'A point of kind {kind} is staffed by authorised people of the host: name one at least.',
  OPERATOR_NOT_TRAINED:
    'Operator {operatorId} is trained on {trainedOn} only, after {activatedOn}: choose a later day, or leave them out.',
});

/**
 * A point becomes active under the one protocol in force that covers it (INPS circolare 119/2011). The protocol is looked
 * up in its own stream. It may end between that look and the write; `points-follow-protocol` then ends the point as well.
 */
export const activatePuntoCliente = defineCommandOn(puntoCliente)({
  input: ActivatePuntoCliente,
  summary: 'Activates an approved point under the protocol in force that covers it.',
  id: pointId,
  by: OFFICES,
  in: ['APPROVED'],
  needs: {
    protocol: fact(
      protocol,
      ({ protocolId }: ActivatePuntoCliente) => protocolId,
      (found): ProtocolFacts | undefined => {
        if (found.status === 'ABSENT') return undefined;
        const { status, host, region, points, kinds } = found;
        const effectiveDate = 'effectiveDate' in found ? found.effectiveDate : undefined;
        return { status, hostId: host.id, region, points, kinds, effectiveDate };
      },
    ),
  },
  refuses: [refuse, ...coverageRefusals],
  decide: ({ protocolId, operators = [], activatedOn: wanted }, point, { protocol: named, today }) => {
    const activatedOn = wanted ?? today;
    refuseUncovered(point, protocolId, named);
    const { effectiveDate: inForceFrom = today } = named;
    if (activatedOn > today) throw refuse.ACTIVATION_IN_FUTURE({ activatedOn, today });
    if (activatedOn < inForceFrom) throw refuse.ACTIVATION_BEFORE_PROTOCOL({ activatedOn, inForceFrom });
    // Staffed by the personnel of the administration, duly authorised (INPS circolare 119/2011; circolare 104/2016).
    if (point.kind === 'SERVIZIO' && operators.length === 0)
      throw refuse.AUTHORISED_OPERATOR_REQUIRED({ kind: point.kind });
    const untrained = operators.find(({ trainedOn }) => trainedOn > activatedOn);
    if (untrained) {
      const { operatorId, trainedOn } = untrained;
      throw refuse.OPERATOR_NOT_TRAINED({ operatorId, trainedOn, activatedOn });
    }
    return [
      {
        type: 'PuntoClienteActivated',
        data: { kind: point.kind, protocolId, activatedOn, operators },
        effectiveAt: toTimestamp(midnightInRome(activatedOn)),
      },
    ];
  },
});
