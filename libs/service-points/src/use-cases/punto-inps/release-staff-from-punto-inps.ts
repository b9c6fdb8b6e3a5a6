import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsRealDate, onItsDay } from '#use-cases';
import { puntoInps, STANDING, wholeLife } from '../../domain/punto-inps/punto-inps.ts';
import { OnPuntoInps, puntoInpsId, RUNNING_OFFICES } from './on-punto-inps.ts';

/** Ends an assignment of staff. */
export class ReleaseStaffFromPuntoInps extends OnPuntoInps {
  /** Id of the assignment. */
  @IsUUID()
  readonly assignmentId!: string;

  /** First day on which the person is there no longer, yyyy-mm-dd, which may lie ahead; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly releasedOn?: string;
}

const refuse = defineRefusals({
  STAFF_ASSIGNMENT_UNKNOWN: [
    'The point has no assignment under this id: read the point, which lists them.',
    'not-found',
  ],
  STAFF_ALREADY_RELEASED: ['The assignment ends on {releasedOn} already: nothing is left to do.', 'already-so'],
  RELEASE_OUTSIDE_ASSIGNMENT:
    'The assignment goes from {from} to {until}: choose a day on which it goes on, instead of {releasedOn}.',
});

export const releaseStaffFromPuntoInps = defineCommandOn(puntoInps)({
  input: ReleaseStaffFromPuntoInps,
  summary: 'Ends an assignment of staff.',
  id: puntoInpsId,
  by: RUNNING_OFFICES,
  in: STANDING,
  legalDate: ({ releasedOn }) => releasedOn,
  refuses: [refuse],
  decide: ({ assignmentId }, point, { legalDate: releasedOn }) => {
    const assignment = wholeLife(point).staff.find((one) => one.assignmentId === assignmentId);
    if (!assignment) throw refuse.STAFF_ASSIGNMENT_UNKNOWN({ assignmentId });
    const { from, until = 'its release' } = assignment;
    if (assignment.releasedOn !== undefined) throw refuse.STAFF_ALREADY_RELEASED({ releasedOn: assignment.releasedOn });
    if (releasedOn < from || (assignment.until !== undefined && releasedOn > assignment.until)) {
      throw refuse.RELEASE_OUTSIDE_ASSIGNMENT({ from, until, releasedOn });
    }
    return [onItsDay({ type: 'PuntoInpsStaffReleased', data: { assignmentId, releasedOn } }, releasedOn)];
  },
});
