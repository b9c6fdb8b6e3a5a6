import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';
import { defineRefusals, deriveId, type Sealed } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { IsUnitCode, territorialUnit } from '#organisation';
import { defineCommandOn, fact, IsRealDate, IsRequiredObject, PersonInput, registrationOf, onItsDay } from '#use-cases';
import { MAX_ASSIGNMENTS, MAX_STAFF } from '../../domain/punto-inps/bounds.ts';
import { puntoInps, STANDING, wholeLife } from '../../domain/punto-inps/punto-inps.ts';
import type { PuntoInps } from '../../domain/punto-inps/punto-inps-state.ts';
import { clashing } from '../../domain/punto-inps/staff.ts';
import { STAFF_FIELD, type StaffPerson } from '../../domain/punto-inps/vocabulary.ts';
import { OnPuntoInps, puntoInpsId, RUNNING_OFFICES } from './on-punto-inps.ts';
import { asItIs, requireStaffUnit, staffUnitRefusals } from './units-of-punto-inps.ts';

/** Who is assigned. */
export class StaffPersonInput extends PersonInput {}

/** Assigns somebody of INPS to a Punto INPS, for days of the week. */
export class AssignStaffToPuntoInps extends OnPuntoInps {
  /** Who it is. It is sealed before it is written. */
  @IsRequiredObject(() => StaffPersonInput)
  readonly person!: StaffPersonInput;

  /** Code of the unit of INPS that the person belongs to. */
  @IsUnitCode()
  readonly unit!: string;

  /** First day, yyyy-mm-dd; it may lie ahead. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included), yyyy-mm-dd; open when absent. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** Days of the week on which the person is there, 1 (Monday) to 7 (Sunday). */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  readonly weekdays!: number[];
}

const refuse = defineRefusals({
  ASSIGNMENT_REVERSED: 'An assignment from {from} cannot end before, on {until}: correct one of the two.',
  STAFF_ALREADY_ASSIGNED:
    'This person is assigned on such days already, from {from}: release that assignment, {assignmentId}, or choose other days.',
  TOO_MANY_ASSIGNMENTS:
    'The point has had {limit} assignments, and may have no more: let those go on that it has, or propose another point.',
  TOO_MANY_STAFF: 'The point has {limit} assignments that are not over, and may have no more: release some first.',
});

interface WantedAssignment {
  readonly puntoInpsId: string;
  readonly unit: string;
  readonly from: string;
  readonly until?: string | undefined;
  readonly weekdays: readonly number[];
  readonly subject: string;
  readonly person: Sealed<StaffPerson>;
}

/** It is manned by staff of the institute alone (K2; INPS circolare 119/2011): each is named with their unit. */
export const assignStaffToPuntoInps = defineCommandOn(puntoInps)({
  input: AssignStaffToPuntoInps,
  summary: 'Assigns somebody of INPS to a Punto INPS, for days of the week.',
  id: puntoInpsId,
  by: RUNNING_OFFICES,
  in: STANDING,
  legalDate: ({ from }) => from,
  needs: { unit: fact(territorialUnit, ({ unit }: { readonly unit: string }) => unit, asItIs) },
  refuses: [refuse, ...staffUnitRefusals],
  namesPerson: () => true,
  // A refusal leaves no trace of the person.
  check: ({ unit: code, from, until }, point, { unit, today }) => {
    if (until !== undefined && until < from) throw refuse.ASSIGNMENT_REVERSED({ from, until });
    requireStaffUnit({ code, unit, on: from });
    requirePlaceOnStaff(wholeLife(point), today);
  },
  prepare: async ({ person, ...wanted }, { personalData, origin }): Promise<WantedAssignment> => {
    const subject = await personalData.subjectFor(person.fiscalCode, registrationOf(origin));
    return { ...wanted, subject, person: await personalData.seal<StaffPerson>(subject, STAFF_FIELD, { ...person }) };
  },
  decide: (wanted, point, { commandId, today }) => {
    const whole = wholeLife(point);
    const { unit, subject, person, from, until } = wanted;
    const weekdays = [...wanted.weekdays].sort((a, b) => a - b);
    const days = { from, ...(until === undefined ? {} : { until }), weekdays };
    const same = clashing(whole.staff, { subject, ...days });
    if (same) throw refuse.STAFF_ALREADY_ASSIGNED({ assignmentId: same.assignmentId, from: same.from });
    requirePlaceOnStaff(whole, today);
    const assignmentId = deriveId('StaffAssignment', commandId);
    return [onItsDay({ type: 'PuntoInpsStaffAssigned', data: { assignmentId, subject, person, unit, ...days } }, from)];
  },
});

/** @throws DomainError TOO_MANY_ASSIGNMENTS | TOO_MANY_STAFF */
function requirePlaceOnStaff({ staff }: Pick<PuntoInps, 'staff'>, today: LocalDate): void {
  if (staff.length >= MAX_ASSIGNMENTS) throw refuse.TOO_MANY_ASSIGNMENTS({ limit: MAX_ASSIGNMENTS });
  const open = staff.filter((one) => (one.releasedOn ?? one.until ?? today) >= today);
  if (open.length >= MAX_STAFF) throw refuse.TOO_MANY_STAFF({ limit: MAX_STAFF });
}
