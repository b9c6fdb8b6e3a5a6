import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { requireService, serviceUnknown } from '#services';
import { ANYONE, defineQuery, IsOneOf, IsRealDate, IsWholeNumber, orNull } from '#use-cases';
import { listOf } from '#vocabulary';
import { agenda as agendas } from '../../domain/agenda/agenda.ts';
import { isInternal } from '../../domain/agenda-day/booking-channels.ts';
import { lineDelivering } from '../../domain/delivered-services.ts';
import { CHANNELS, MODES, type Channel, type Mode } from '../../domain/vocabulary.ts';
import { IsServiceId } from '../../use-cases/fields.ts';
import { GetAgenda, knownAgenda } from '../agenda-directory.ts';
import { alternativesFor } from './alternatives.ts';
import { municipalityOf } from './search.ts';
import { placed, PlacedFreePlace } from './told-slot.ts';

/** Most alternatives in an answer. */
const MAX_ALTERNATIVES = 20;
/** So far people are sent who do not say how far they would go, kilometres. */
const USUAL_KM = 50;

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

const Alternative = Type.Object(
  {
    ...PlacedFreePlace.properties,
    km: orNull(
      Type.Number({ minimum: 0, maximum: 2_000, format: 'double' }),
      'Great-circle distance between the two municipalities; null for a mode in which nobody comes.',
    ),
  },
  { $id: 'AlternativeAnswer' },
);

export const listAlternatives = defineQuery({
  input: ListAlternatives,
  summary:
    'The first free places near an agenda for a service in a mode, its own among them: by date, then by kilometres; answers to everyone.',
  by: ANYONE,
  answer: Type.Object({ items: listOf(Alternative, MAX_ALTERNATIVES) }, { $id: 'AlternativeList' }),
  refuses: [agendas.notFound, serviceUnknown],
  run: async ({ agendaId, serviceId, mode, channel = 'PORTAL', from, km: withinKm }, { reader, clock, read }) => {
    const serviceLine = lineDelivering(requireService(serviceId));
    const { document } = await knownAgenda(reader, agendaId, read);
    const near = municipalityOf({ municipality: document.municipality, province: document.province });
    const sought = { serviceLine, mode, internal: isInternal(channel), units: 1, now: clock.now(), from };
    const { alternatives, ...readFrom } = await alternativesFor(
      reader,
      { ...sought, near, withinKm, limit: MAX_ALTERNATIVES },
      read,
    );
    const slots = alternatives.map(({ slot }) => slot);
    const items = await placed(reader, slots, readFrom);
    return { items: items.map((item, place) => ({ ...item, km: rounded(alternatives[place]?.km) })) };
  },
});

/** To a hundred metres. */
function rounded(km: number | undefined): number | null {
  return km === undefined ? null : Math.round(km * 10) / 10;
}
