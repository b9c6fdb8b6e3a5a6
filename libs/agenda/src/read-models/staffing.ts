import { Type } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { daysBetween } from '#italy';
import { puntoInps, puntoInpsRegister, staffPresentOn } from '#service-points';
import { defineQuery, IsRealDate, orNull, Cursor, ReadOptionsQuery, within } from '#use-cases';
import { Count, explained, listOf, LocalDate } from '#vocabulary';
import { holidayPlaceOf } from '../domain/agenda/agenda-state.ts';
import { capacityAtOnce } from '../domain/agenda/capacity-at-once.ts';
import type { AgendaDocument } from './agenda-directory.ts';
import { agendasOfPoint } from './agendas-of-point.ts';
import { periodRefusals, requirePeriod } from './period.ts';

export class GetStaffing extends ReadOptionsQuery {
  /** Id of the Punto INPS. */
  @IsUUID()
  readonly puntoInpsId!: string;

  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included); at most 62 days in all. */
  @IsRealDate()
  readonly to!: string;
}

const StaffedDay = Type.Object(
  {
    date: LocalDate,
    staff: explained(Count, 'How many of the staff are present.'),
    capacity: explained(Count, 'How many persons its agendas receive at once, at most.'),
    isExceeded: Type.Boolean({ description: 'Whether its agendas receive more persons at once than there are staff.' }),
  },
  { $id: 'StaffedDayAnswer' },
);

export const getStaffing = defineQuery({
  input: GetStaffing,
  summary:
    'Day by day, the staff of a Punto INPS and how many persons its agendas receive at once; flags what exceeds.',
  by: [within('central', 'regional', 'provincial')],
  answer: Type.Object({ items: listOf(StaffedDay, 62), nextCursor: orNull(Cursor) }, { $id: 'StaffingAnswer' }),
  refuses: [periodRefusals, puntoInps.notFound],
  run: async ({ puntoInpsId, from, to }, { reader, read, requireWithin }) => {
    requirePeriod({ from, to });
    const { document: point } = await reader.get(puntoInpsRegister, puntoInpsId, read);
    if (!point) throw puntoInps.notFound({ id: puntoInpsId });
    const { region, province, referenceUnit: unit, persons, staff } = point;
    requireWithin({ region, province, unit });
    const hours = (await agendasOfPoint(puntoInpsId, unit, { reader, read })).map(hoursOf);
    const subjects = new Map(persons.map(({ assignmentId, subject }) => [assignmentId, subject]));
    const assigned = staff.map(({ until, releasedOn, ...one }) => ({
      ...{ ...one, subject: subjects.get(one.assignmentId) ?? one.assignmentId },
      ...(until === null ? {} : { until }),
      ...(releasedOn === null ? {} : { releasedOn }),
    }));
    const days = daysBetween(from, to).map((date) => {
      const [present, capacity] = [staffPresentOn(assigned, date), capacityAtOnce(hours, date)];
      return { date, staff: present, capacity, isExceeded: capacity > present };
    });
    return { items: days, nextCursor: null };
  },
});

function hoursOf(document: AgendaDocument) {
  const { slotMinutes, bands, closures, closedFrom } = document;
  return {
    ...{ slotMinutes, bands, closures, place: holidayPlaceOf(document) },
    ...(closedFrom === null ? {} : { closedFrom }),
  };
}
