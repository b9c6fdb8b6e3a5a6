import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate } from '#use-cases';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { suspensionsOf } from '../domain/punto-cliente-state.ts';
import { suspended } from '../domain/suspension.ts';
import { notActiveUnderProtocol, whenConcerned } from '../domain/under-protocol.ts';
import { POINT_STATES, SUSPENSIONS_BY_POLICY, type SuspensionByPolicy } from '../domain/vocabulary.ts';
import { NO_PERSON, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Suspends a point in consequence of something else. */
export class SuspendPuntoClienteByPolicy extends OnPuntoCliente {
  /** The protocol under which the point is active. */
  @IsUUID()
  readonly protocolId!: string;

  @IsOneOf(SUSPENSIONS_BY_POLICY, 'PointSuspensionByPolicy')
  readonly reason!: SuspensionByPolicy;

  /** Legal date of the cause. */
  @IsRealDate()
  readonly suspendedOn!: string;

  /** First day of activity again, where it is known. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;
}

export const alreadySuspendedForIt = defineRefusal(
  'ALREADY_SUSPENDED_FOR_IT',
  'The point is suspended for {reason} already: nothing is left to do.',
  'already-so',
);

export const suspendPuntoClienteByPolicy = defineCommandOn(puntoCliente)({
  input: SuspendPuntoClienteByPolicy,
  summary: 'Suspends a point with its protocol, or because the last authorisation on it has ended.',
  id: pointId,
  by: NO_PERSON,
  in: POINT_STATES,
  refuses: [notActiveUnderProtocol, alreadySuspendedForIt],
  decide: ({ protocolId, reason, suspendedOn, until }, lived, known) => {
    const { point, on } = whenConcerned(lived, protocolId, suspendedOn, known.today);
    if (suspensionsOf(point).some((standing) => standing.reason === reason)) throw alreadySuspendedForIt({ reason });
    return [suspended(point, { reason, suspendedOn: on, until }, known)];
  },
});
