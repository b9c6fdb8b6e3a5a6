import { IsUUID, Matches } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { IsRealDate, IsText, matching, within } from '#use-cases';
import type { PuntoInps } from '../../domain/punto-inps/punto-inps-state.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';

/** What every command on an existing Punto INPS names. */
export abstract class OnPuntoInps {
  /** Id of the point. */
  @IsUUID()
  readonly puntoInpsId!: string;
}

export const puntoInpsId = (input: OnPuntoInps): string => input.puntoInpsId;

/** The offices of its territory make it ready and run it. */
export const RUNNING_OFFICES = [within('central', 'regional', 'provincial')];
/** The directorate of the region decides on its life; the central one may act in its place. */
export const DECIDING_OFFICES = [within('central', 'regional')];
/** What follows from the calendar is done by policy, never by a person. */
export const NO_PERSON = [];

/** The act by which an office decides. */
export class PuntoInpsActInput {
  /** Who made it. */
  @IsText(200)
  readonly authority!: string;

  @IsText(100)
  readonly number!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

/** Id of a service of the catalogue. */
export function IsServiceId(): PropertyDecorator {
  return Matches(
    /^[\w-]{2,60}$/,
    matching({
      message: '$property must be the id of a service: 2 to 60 letters, digits, dashes and underscores',
      maxLength: 60,
      example: 'accoglienza-orientamento',
    }),
  );
}

const refuse = defineRefusals({
  BEFORE_PROPOSAL:
    'The point was proposed on {proposedOn}, and nothing of it takes effect on {date}, before: correct one.',
});

export const beforeProposal = refuse.BEFORE_PROPOSAL;
/** What {@link requireItsDay} refuses. */
export const itsDayRefusals = [dateInFuture, refuse.BEFORE_PROPOSAL];

/**
 * Refuses a date on which nothing of a point can take effect: it lies ahead, or before the proposal.
 * @throws DomainError DATE_IN_FUTURE | BEFORE_PROPOSAL
 */
export function requireItsDay(
  { proposedOn }: Pick<PuntoInps, 'proposedOn'>,
  { legalDate: date, today }: { readonly legalDate: LocalDate; readonly today: LocalDate },
): void {
  requireNotAhead(date, today);
  if (date < proposedOn) throw refuse.BEFORE_PROPOSAL({ date, proposedOn });
}
