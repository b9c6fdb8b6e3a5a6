import { IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, onItsDay } from '#use-cases';

import { puntoInps, wholeLife } from '../../domain/punto-inps/punto-inps.ts';
import { endOf } from '../../domain/punto-inps/staff.ts';
import { PUNTO_INPS_STATES } from '../../domain/punto-inps/vocabulary.ts';
import { NO_PERSON, OnPuntoInps, puntoInpsId } from './on-punto-inps.ts';

/** Ends an assignment of somebody who was erased. */
export class ReleaseStaffOfErased extends OnPuntoInps {
  /** Id of the assignment. */
  @IsUUID()
  readonly assignmentId!: string;

  /** Day of the erasure. */
  @IsRealDate()
  readonly erasedOn!: string;
}

const assignmentOver = defineRefusal(
  'STAFF_ASSIGNMENT_OVER',
  'The assignment {assignmentId} is over on {erasedOn}: nothing is left to do.',
  'already-so',
);

/** Who staffs a point is somebody who can be named: nobody is after their erasure, from that day on. */
export const releaseStaffOfErased = defineCommandOn(puntoInps)({
  input: ReleaseStaffOfErased,
  summary: 'Ends an assignment of somebody who was erased.',
  id: puntoInpsId,
  by: NO_PERSON,
  in: PUNTO_INPS_STATES,
  refuses: [assignmentOver],
  decide: ({ assignmentId, erasedOn }, point) => {
    const assignment = wholeLife(point).staff.find((one) => one.assignmentId === assignmentId);
    if (!assignment || endOf(assignment) <= erasedOn) throw assignmentOver({ assignmentId, erasedOn });
    const { from } = assignment;
    const releasedOn = erasedOn < from ? from : erasedOn;
    if (endOf(assignment) <= releasedOn) throw assignmentOver({ assignmentId, erasedOn });
    return [onItsDay({ type: 'PuntoInpsStaffReleased', data: { assignmentId, releasedOn } }, releasedOn)];
  },
});
