import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { requireService, serviceUnknown } from '#services';
import { ANYONE, defineQuery, IsOneOf, IsRealDate, IsWholeNumber } from '#use-cases';
import { listOf } from '#vocabulary';
import { agenda as agendas } from '../../domain/agenda/agenda.ts';
import { isInternal } from '../../domain/agenda-day/booking-channels.ts';
import { lineDelivering } from '../../domain/delivered-services.ts';
import { CHANNELS, MODES, type Channel, type Mode } from '../../domain/vocabulary.ts';
import { IsServiceId } from '../../use-cases/fields.ts';
import { GetAgenda, knownAgenda } from '../agenda-directory.ts';
import { alternativesFor, USUAL_KM } from './alternatives.ts';
import { municipalityOf } from './search.ts';
import { ToldAlternative, toldAlternatives } from './told-alternative.ts';

/** Most alternatives in an answer. */
const MAX_ALTERNATIVES = 20;

/** Where else a service is had, near an agenda. */
export class ListAlternatives extends GetAgenda {
  /** Of the catalogue of services. */
  @IsServiceId()
  readonly serviceId!: string;

  /** How the appointment is kept. */
  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode!: Mode;

  /** Through which it shall be booked. PORTAL when absent. */
  @IsOptional()
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel?: Channel;

  /** First day, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly from?: string;

  /** How far away at most, where people come in person; kilometres. */
  @IsWholeNumber({ min: 1, max: 1_500 })
  readonly km: number = USUAL_KM;
}

export const listAlternatives = defineQuery({
  input: ListAlternatives,
  summary:
    'The first free places near an agenda for a service in a mode, its own among them: by date, then by kilometres; answers to everyone.',
  by: ANYONE,
  answer: Type.Object({ items: listOf(ToldAlternative, MAX_ALTERNATIVES) }, { $id: 'AlternativeList' }),
  refuses: [agendas.notFound, serviceUnknown],
  run: async ({ agendaId, serviceId, mode, channel = 'PORTAL', from, km: withinKm }, { reader, clock, read }) => {
    const serviceLine = lineDelivering(requireService(serviceId));
    const { document } = await knownAgenda(reader, agendaId, read);
    const near = municipalityOf({ municipality: document.municipality, province: document.province });
    const sought = { serviceLine, serviceId, mode, internal: isInternal(channel), units: 1, now: clock.now(), from };
    const { alternatives, ...readFrom } = await alternativesFor(
      reader,
      { ...sought, near, withinKm, limit: MAX_ALTERNATIVES },
      read,
    );
    return { items: await toldAlternatives(reader, alternatives, readFrom) };
  },
});
