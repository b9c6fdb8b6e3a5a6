import { Type, type Static } from '@sinclair/typebox';
import { toTimestamp } from '#kernel/domain';
import type { ProjectionReader, ReadFrom } from '#kernel/execution';
import { MINUTE_MS, romeTimeOf, spokenDay, spokenTime } from '#italy';
import { answerCalled, orNull, type Published } from '#use-cases';
import { CadastralCode, Count, explained, Id, LocalDate, LocalTime, Text, Timestamp } from '#vocabulary';
import { AgendaOwnerKind } from '../../domain/vocabulary.ts';
import { agendaDirectory } from '../agenda-directory.ts';
import { ForGroups, groupsOf } from '../for-groups.ts';
import type { FreeSlotOfDay } from './kept-day.ts';
import { municipalityOf } from './search.ts';

/** A free slot, with day and time in words that a screen reader reads as people say them. */
export const FreePlace = Type.Object(
  {
    agendaId: Id,
    date: LocalDate,
    dayLabel: explained(Text, 'The day in Italian words, for example lunedì 3 agosto 2026.'),
    start: explained(LocalTime, 'Wall clock in Rome, HH:MM; names the slot in holds and bookings.'),
    timeLabel: explained(Text, 'The time in Italian words, for example ore 9:30.'),
    label: explained(Text, 'Both: lunedì 3 agosto 2026, ore 9:30.'),
    startsAt: Timestamp,
    endsAt: explained(Timestamp, 'This moment not included; of the last slot, where several were asked for.'),
    free: explained(Count, 'How many may be booked now through the channel that was asked for.'),
  },
  { $id: 'FreePlaceAnswer' },
);
type FreePlace = Published<Static<typeof FreePlace>>;

/** Where one comes for it. */
export const PlacedFreePlace = Type.Object(
  {
    ...FreePlace.properties,
    name: explained(Text, 'Of the agenda.'),
    owner: AgendaOwnerKind,
    unit: explained(Id, 'Code of the unit whose desk it is.'),
    point: orNull(Id, 'Id of the Punto INPS, when the agenda is one\u2019s.'),
    userGroups: ForGroups,
    region: Id,
    province: Id,
    municipality: orNull(
      answerCalled('FreePlaceMunicipality', Type.Object({ code: CadastralCode, name: Text })),
      'Where people are received; the capital of the province where nobody said it of the agenda.',
    ),
  },
  { $id: 'PlacedFreePlaceAnswer' },
);

/** A slot as it is answered. */
export function toldSlot({ day, start, end, free }: FreeSlotOfDay): FreePlace {
  const { agendaId, date } = day;
  const [startsAt, endsAt] = [start * MINUTE_MS, end * MINUTE_MS];
  const time = romeTimeOf(startsAt);
  const [dayLabel, timeLabel] = [spokenDay(date), spokenTime(time)];
  const labels = { dayLabel, start: time, timeLabel, label: `${dayLabel}, ${timeLabel}` };
  return { agendaId, date, ...labels, startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt), free };
}

/**
 * Slots with where one comes for them, as the directory of agendas tells.
 * @param from what the slots were read from: the directory has seen as much
 * @throws SystemError as the reader does
 */
export async function placed(
  reader: ProjectionReader,
  slots: readonly FreeSlotOfDay[],
  { position, logId }: ReadFrom,
): Promise<readonly Published<Static<typeof PlacedFreePlace>>[]> {
  const ids = [...new Set(slots.map(({ day }) => day.agendaId))];
  const { documents } = await reader.getMany(agendaDirectory, ids, { minPosition: position, logId });
  const agendas = new Map(documents.map((document) => [document.agendaId, document]));
  const groups = await groupsOf(reader, documents, { position, logId });
  return slots.map((slot) => {
    const { agendaId, region, province, unit } = slot.day;
    const agenda = agendas.get(agendaId);
    if (!agenda) throw new TypeError(`the directory lacks the agenda ${agendaId}, of which days are planned`);
    const there = municipalityOf(slot.day);
    const { name, owner } = agenda;
    const municipality = there ? { code: there.code, name: there.name } : null;
    const where = { unit, point: owner.point ?? null, region, province, municipality };
    return { ...toldSlot(slot), name, owner: owner.kind, userGroups: groups(agenda), ...where };
  });
}
