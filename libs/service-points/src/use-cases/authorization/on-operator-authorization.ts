import { IsUUID } from 'class-validator';
import type { LocalDate } from '#italy';
import { LATEST, lifeOnce, onItsDay, within, type Unmoved } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { AuthorizationStatus } from '../../domain/authorization/vocabulary.ts';
import type { Taken } from '../../domain/legal-effect.ts';
import { entryOf, type OperatorRosterClaim } from '../../domain/roster/operator-roster.ts';

/** What every command on an existing authorisation names. */
export abstract class OnOperatorAuthorization {
  /** Id of the authorisation. */
  @IsUUID()
  readonly authorizationId!: string;
}

export const authorizationId = (input: OnOperatorAuthorization): string => input.authorizationId;

/** INPS grants, reviews, suspends and ends (K6): the directorate of the region, or the central one in its place. */
export const GRANTING_OFFICES = [within('central', 'regional')];

/**
 * What must be claimed for facts that are about to be recorded: an entry in the roster of the point, when one of them makes
 * the authorisation hold today that did not. One that is recorded late may change nothing of that, or more than its own day.
 */
export function entriesFor(
  { id, pointId, subject, region, province, hostId: host }: LivedAuthorization,
  facts: readonly OperatorAuthorizationEvent[],
): readonly OperatorRosterClaim[] {
  const isEntered = facts.some(({ data }) => 'to' in data && data.to === 'GRANTED' && data.from !== 'GRANTED');
  return isEntered ? [entryOf({ authorizationId: id, pointId, subject, region, province, host })] : [];
}

type Moving = Extract<OperatorAuthorizationEvent, { readonly data: { readonly from: AuthorizationStatus } }>;

/** A fact, and its legal day. */
export interface DatedMove {
  readonly fact: Unmoved<Moving>;
  /** `yyyy-mm-dd`. */
  readonly on: LocalDate;
}

/**
 * A fact with the instant at which law lets it take effect, 00:00 in Rome of its date, and with what the authorisation is
 * today before it and after it.
 * @param on `yyyy-mm-dd`
 */
export function takingEffect(
  authorization: LivedAuthorization,
  fact: Unmoved<Moving>,
  on: LocalDate,
  taken: Taken,
): OperatorAuthorizationEvent {
  const [event] = takingEffectTogether(authorization, [{ fact, on }], taken);
  return event as OperatorAuthorizationEvent;
}

/**
 * Facts that are written together, each as by {@link takingEffect}: the first one moves the authorisation from what it was
 * to what it is after the last one, and the others move nothing.
 */
export function takingEffectTogether(
  { life }: LivedAuthorization,
  moves: readonly DatedMove[],
  { now }: Taken,
): readonly OperatorAuthorizationEvent[] {
  const events = moves.map(({ fact, on }) => onItsDay(fact, on) as Moving);
  const { told } = operatorAuthorization;
  const before = told.judgedOn(life, LATEST).status;
  const to = told.judgedOn(lifeOnce(told, life, now, ...events), LATEST).status;
  return events.map(
    (event, index) => ({ ...event, data: { ...event.data, from: index === 0 ? before : to, to } }) as Moving,
  );
}
