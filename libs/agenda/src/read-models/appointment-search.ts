import { ValidateIf } from 'class-validator';
import type { PageAnswer } from '#kernel/execution';
import {
  accessEntry,
  defineQuery,
  ExcludesField,
  IsFiscalCode,
  IsOneOf,
  IsRequiredObject,
  pageOf,
  PageQuery,
  within,
  type QueryShell,
} from '#use-cases';
import { IsBookingCode } from './booking-code.ts';
import { appointments, type AppointmentDocument } from './appointments.ts';
import { READING_PURPOSES, SheetEntry, withCitizens, type ReadingPurpose } from './day-sheet.ts';
import { asking } from './whose.ts';

/** Whose appointments are looked for. */
export class SoughtCitizenInput {
  @IsFiscalCode()
  readonly fiscalCode!: string;
}

/** Looks for appointments by `bookingCode`, or by `citizen`. */
export class SearchAppointments extends PageQuery {
  /** What the person shows or says; instead of `citizen`. */
  @ValidateIf(({ bookingCode, citizen }: SearchAppointments) => bookingCode !== undefined || citizen === undefined)
  @IsBookingCode()
  @ExcludesField('citizen')
  readonly bookingCode?: string;

  /** Who comes; instead of `bookingCode`. */
  @ValidateIf(({ bookingCode, citizen }: SearchAppointments) => citizen !== undefined || bookingCode === undefined)
  @IsRequiredObject(() => SoughtCitizenInput)
  readonly citizen?: SoughtCitizenInput;

  /**
   * Why the citizen's data is read: SPORTELLO to receive them, VERIFICA of a booking, RECLAMO for a complaint, or AUDIT.
   * It stands in the access log.
   */
  @IsOneOf(READING_PURPOSES, 'ReadingPurpose')
  readonly purpose!: ReadingPurpose;
}

/** The subject of somebody who has no appointment. */
const NOBODY = '';

export const searchAppointments = defineQuery({
  input: SearchAppointments,
  example: { bookingCode: 'K7MTR2QX' },
  summary:
    'Appointments of a person or with a booking code, the latest first, whatever became of them, with who comes.',
  by: [within('central', 'regional', 'provincial', 'desk-operator')],
  purpose: 'purpose',
  answer: pageOf('AppointmentSearchPage', SheetEntry),
  run: async ({ bookingCode, citizen, purpose }, shell) => {
    // Somebody unknown is answered as somebody without an appointment here is.
    const subject = citizen && ((await shell.personalData.findSubject(citizen.fiscalCode)) ?? NOBODY);
    const bounds = { region: 'place.region', province: 'place.province', unit: 'place.unit' };
    const query = shell.page({ bookingCode, subject }, bounds, [{ field: 'startsAt', descending: true }]);
    const page = await shell.reader.find(appointments, query, shell.read);
    if (bookingCode !== undefined) await recordNobody(page, purpose, shell);
    return withCitizens(page, purpose, shell);
  },
});

/** A code that nobody here has was tried: that stands in the access log, as the person who is not found does. */
async function recordNobody(
  { items }: PageAnswer<AppointmentDocument>,
  purpose: ReadingPurpose,
  { principal, resource, clock, accessLog }: QueryShell,
): Promise<void> {
  if (items.length > 0) return;
  const entry = accessEntry({ principal: asking(principal), purpose, resource }, clock, { outcome: 'NOBODY' });
  if (entry) await accessLog.record([entry]);
}
