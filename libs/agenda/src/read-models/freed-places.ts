import { Type } from '@sinclair/typebox';
import { toTimestamp } from '#kernel/domain';
import { defineQuery, IsRealDate, within } from '#use-cases';
import { Count, explained, listOf, LocalTime, Timestamp } from '#vocabulary';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { GetAgenda, knownAgenda, territoryOf } from './agenda-directory.ts';
import { availability } from './availability.ts';

const FreedPlaces = Type.Object(
  {
    items: listOf(
      Type.Object(
        {
          start: explained(LocalTime, 'Wall clock in Rome, HH:MM.'),
          startsAt: Timestamp,
          endsAt: explained(Timestamp, 'This moment not included.'),
          cooling: explained(Count, 'Places that were freed and are not offered to everyone yet.'),
        },
        { $id: 'FreedPlaceAnswer' },
      ),
      1_500,
    ),
  },
  { $id: 'FreedPlacesAnswer' },
);

export class ListFreedPlaces extends GetAgenda {
  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;
}

/** When they are offered is for nobody to know beforehand, at a desk either: places are not to be handed over. */
export const listFreedPlaces = defineQuery({
  input: ListFreedPlaces,
  summary:
    'Places of a day that were freed and wait until they are offered to everyone, unless the waiting list takes them first; for desks, so that a slot that is neither taken nor free explains itself.',
  by: [within('central', 'regional', 'provincial', 'desk-operator')],
  answer: FreedPlaces,
  refuses: [agenda.notFound],
  run: async ({ agendaId, date }, shell) => {
    const { reader, read, clock } = shell;
    const { document } = await knownAgenda(reader, agendaId, read);
    shell.requireWithin(territoryOf(document, date));
    const { document: day, ...readFrom } = await reader.get(availability, agendaDayId(agendaId, date), read);
    const now = toTimestamp(clock.now());
    const items = (day?.slots ?? []).flatMap(({ start, startsAt, endsAt, cooling: freed }) => {
      const cooling = freed.filter(({ until }) => until > now).length;
      return cooling > 0 && startsAt > now ? [{ start, startsAt, endsAt, cooling }] : [];
    });
    return { items, ...readFrom };
  },
});
