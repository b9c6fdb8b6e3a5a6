import { ArrayMaxSize, ArrayUnique, IsArray, IsUUID, Matches } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { matching, setting, together, within } from '#use-cases';
import type { ClassesByKind } from '../domain/offered-services.ts';
import { puntoCliente, type LivedPoint } from '../domain/punto-cliente.ts';
import { servicePointSettings } from '../service-point-settings.ts';

/** What every command on an existing point names. */
export abstract class OnPuntoCliente {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;
}

export const pointId = (input: OnPuntoCliente): string => input.pointId;

/** The directorate of the region decides on its points; the central one may act in its place. */
export const OFFICES = [within('central', 'regional')];
/** A point follows its protocol by policy, never by a person. */
export const NO_PERSON = [];

/** Ids of services, as the catalogue has them. */
export function IsServiceIds(): PropertyDecorator {
  return together(
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    Matches(/^([\w-]{2,30}:)?[\w-]{2,60}$/, {
      each: true,
      ...matching({
        message:
          '$property must be ids of services: 2 to 60 letters, digits, dashes and underscores, of another body after its ' +
          'IPA code and a colon',
        maxLength: 91,
        example: 'estratto-conto-contributivo',
      }),
    }),
  );
}

/** Classes of service by kind of point, and services of other bodies, as the installation has them. */
export const classesByKind = setting(
  servicePointSettings,
  ({ classesInformativo, classesServizio, classesEvoluto, ofOthers }): ClassesByKind => ({
    ...{ INFORMATIVO: classesInformativo, SERVIZIO: classesServizio, EVOLUTO: classesEvoluto },
    ofOthers: ofOthers.services,
  }),
);

const refuse = defineRefusals({
  BEFORE_REQUEST: 'The point was requested on {requestedOn}, and is not decided on before, on {date}: correct one.',
  DATE_IN_FUTURE: '{date} lies after today, {today}: record it on its day.',
});

/** What {@link requireNotAhead} refuses. */
export const dateInFuture = refuse.DATE_IN_FUTURE;

/** What {@link requireDecisionDay} refuses. */
export const decisionDayRefusals = [refuse.DATE_IN_FUTURE, refuse.BEFORE_REQUEST];

/**
 * A request is decided on once it is made, and recorded then.
 * @throws DomainError DATE_IN_FUTURE | BEFORE_REQUEST
 */
export function requireDecisionDay(
  { life }: Pick<LivedPoint, 'life'>,
  { legalDate: date, today }: { readonly legalDate: LocalDate; readonly today: LocalDate },
): void {
  requireNotAhead(date, today);
  const [request] = puntoCliente.told.facts(life);
  if (request && date < request.on) throw refuse.BEFORE_REQUEST({ date, requestedOn: request.on });
}

/**
 * Refuses a date that lies ahead: a fact is recorded on its day, or afterwards.
 * @throws DomainError DATE_IN_FUTURE
 */
export function requireNotAhead(date: LocalDate, today: LocalDate): void {
  if (date > today) throw refuse.DATE_IN_FUTURE({ date, today });
}
