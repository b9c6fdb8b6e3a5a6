import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { addDays, type LocalDate } from '#italy';
import { italy, placeRefusals, requirePlace } from '#organisation';
import { protocol } from '#protocols';
import {
  defineCommandOn,
  fact,
  IsRequiredObject,
  otherFactsRefusals,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
} from '#use-cases';
import { coverageRefusals, kindNotCovered, refuseUncovered, type ProtocolFacts } from '../domain/coverage.ts';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente, type LivedPoint } from '../domain/punto-cliente.ts';
import { factFollowsAnother } from '../domain/rectification.ts';
import { rectifiedPoint } from '../domain/rectified.ts';
import { POINT_STATES } from '../domain/vocabulary.ts';
import { coveringOf } from './kinds-ahead.ts';
import { OFFICES, pointId } from './on-punto-cliente.ts';
import { protocolFacts } from './protocol-facts.ts';
import { RectifiedPointFieldsInput } from './rectified-point-fields.ts';

/** Corrects a date of an event, or the letter of the host, or says that the event never was. */
export class RectifyPuntoCliente extends RectificationInput {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;

  /** What is right, where something of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedPointFieldsInput)
  readonly changes?: RectifiedPointFieldsInput;
}

const refuse = defineRefusals({
  ACTIVITY_BEYOND_PROTOCOL:
    'On {lastDay} the protocol {protocolId} covered the point no longer: its activity ended with that at the latest.',
});

/** The protocol under which activity began or ended, or the kind changed, where the day of that is corrected. */
function protocolConcerned({ rectifies, changes }: RectifyPuntoCliente, point: LivedPoint): string | undefined {
  const event = point.life.find(({ revision }) => revision === rectifies)?.event;
  if (event?.type === 'PuntoClienteKindChanged') {
    return coveringOf(undefined, puntoCliente.judgedOn(point, changes?.changedOn ?? event.data.changedOn));
  }
  const concerns = event?.type === 'PuntoClienteActivated' || event?.type === 'PuntoClienteDeactivated';
  return concerns ? event.data.protocolId : undefined;
}

/**
 * What was wrong stays in the history, and counts as long as nobody knew better (T2; as the annulment of D.P.R. 445/2000,
 * art. 54). Whatever rests on the wrong fact is rectified before it; what policies brought about is as what they followed.
 */
export const rectifyPuntoCliente = defineCommandOn(puntoCliente)({
  input: RectifyPuntoCliente,
  summary: 'Rectifies a date of an event, or the letter of the host, by an act, or annuls the event.',
  id: pointId,
  by: OFFICES,
  in: POINT_STATES,
  needs: {
    protocolOn: fact(
      protocol,
      protocolConcerned,
      (found) =>
        (date: LocalDate): ProtocolFacts | undefined =>
          protocolFacts(protocol.judgedOn(found, date)),
    ),
  },
  refuses: [
    ...[rectificationUnclear, rectificationRefusals, otherFactsRefusals, factFollowsAnother, refuse],
    ...coverageRefusals,
    ...placeRefusals,
  ],
  decide: (wanted, point, { protocolOn, now, today }) => {
    const { events, facts } = rectifiedPoint(rectificationIn(wanted), { life: point.life, now, today });
    const corrected = facts.after.find(({ revision }) => revision === wanted.rectifies)?.event;
    if (wanted.changes && corrected) requireItsPlace(corrected, point, protocolOn);
    return events;
  },
});

/** A corrected fact needs of others what it would have needed on that day. */
function requireItsPlace(
  { type, data }: PuntoClienteEvent,
  point: LivedPoint,
  protocolOn: ((date: LocalDate) => ProtocolFacts | undefined) | undefined,
): void {
  if (type === 'PuntoClienteRelocated') {
    const { province, municipality, relocatedOn } = data;
    requirePlace(italy, { region: point.region, province, municipality }, relocatedOn);
  } else if (type === 'PuntoClienteActivated') {
    const { protocolId, activatedOn, kind } = data;
    refuseUncovered({ ...point, kind }, protocolId, protocolOn?.(activatedOn), activatedOn);
  } else if (type === 'PuntoClienteKindChanged') {
    const { kind, changedOn } = data;
    const covering = protocolOn?.(changedOn);
    const protocolId = coveringOf(undefined, puntoCliente.judgedOn(point, changedOn)) ?? '';
    if (covering && !covering.kinds.includes(kind)) throw kindNotCovered({ protocolId, kind, kinds: covering.kinds });
  } else if (type === 'PuntoClienteDeactivated') {
    const { protocolId, deactivatedOn } = data;
    const lastDay = addDays(deactivatedOn, -1);
    const covering = protocolOn?.(lastDay);
    const binds = covering?.status === 'IN_FORCE' || covering?.status === 'SUSPENDED';
    if (!binds || !covering.points.includes(point.id)) throw refuse.ACTIVITY_BEYOND_PROTOCOL({ lastDay, protocolId });
  }
}
