import { defineProcessManager, give, idOf, when, type WantedCommand } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { SubjectErased } from '#privacy';
import { PuntoInpsRectified, PuntoInpsStaffAssigned } from '../domain/punto-inps/events.ts';
import { releaseStaffOfErased } from '../use-cases/punto-inps/release-staff-of-erased.ts';

/** An assignment of one person. */
interface Assigned {
  readonly puntoInpsId: string;
  readonly assignmentId: string;
}

interface StaffPersonState {
  readonly assigned: readonly Assigned[];
  /** Kept for good: an assignment may be written just after, by someone who looked just before. */
  readonly erasedOn?: string;
}

/** Takes whoever is erased off the staff of Punti INPS. An instance is a person, under the id that is random. */
export const staffFollowErasures = defineProcessManager<StaffPersonState>({
  name: 'staff-follow-erasures',
  gives: [releaseStaffOfErased],
  on: [
    when(
      PuntoInpsStaffAssigned,
      (state, { stream, data: { assignmentId } }) => {
        const one = { puntoInpsId: idOf(stream), assignmentId };
        if (state?.erasedOn !== undefined) return { state, commands: [releaseOf(one, state.erasedOn)] };
        return { state: { assigned: [...(state?.assigned ?? []), one] } };
      },
      ({ data: { subject } }) => [subject],
    ),
    // Days that are corrected, or a release that never was, may put somebody back.
    when(
      PuntoInpsRectified,
      (state, { stream, data: { assignmentId } }) => {
        if (state?.erasedOn === undefined || assignmentId === undefined) return { state };
        return { state, commands: [releaseOf({ puntoInpsId: idOf(stream), assignmentId }, state.erasedOn)] };
      },
      ({ data: { subject } }) => (subject === undefined ? [] : [subject]),
    ),
    when(
      SubjectErased,
      (state, { recordedAt }) => {
        const erasedOn = romeDateAt(recordedAt);
        return {
          state: { assigned: [], erasedOn },
          commands: (state?.assigned ?? []).map((one) => releaseOf(one, erasedOn)),
        };
      },
      ({ data: { subject } }) => [subject],
    ),
  ],
});

function releaseOf(one: Assigned, erasedOn: string): WantedCommand {
  return give(releaseStaffOfErased, { ...one, erasedOn });
}
