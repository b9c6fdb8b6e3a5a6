import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { serviceUnknown } from '#services';
import { ANYONE, defineQuery, IsId, pageOf } from '#use-cases';
import { periodRefusals } from '../period.ts';
import { daysAheadOf } from './days-ahead.ts';
import { tallyInVain } from './in-vain.ts';
import { afterCursor, cursorOf, FreePlacesQuestion, soughtBy } from './question.ts';
import { freeByTime } from './search.ts';
import { FreePlace, toldSlot } from './told-slot.ts';

/** All free places for a service, of one agenda or of those of a part of Italy. */
export class ListFreePlaces extends FreePlacesQuestion {
  /** Of this agenda alone. */
  @IsOptional()
  @IsId()
  readonly agendaId?: string;
}

/** Of all Italy they are millions, and anybody may ask. */
const placeRequired = defineRefusal(
  'PLACE_REQUIRED',
  'Free places are listed of an agenda, a municipality, a province or a region: name one, or ask for the first free of each agenda.',
);

export const listFreePlaces = defineQuery({
  input: ListFreePlaces,
  summary: 'All free places for a service, in the order of time, day and time in words; answers to everyone.',
  by: ANYONE,
  answer: pageOf('FreePlacePage', FreePlace),
  refuses: [periodRefusals, serviceUnknown, placeRequired],
  run: async (question, { reader, clock, read, tally }) => {
    const { agendaId, municipality, province, region, limit } = question;
    const places = [agendaId, municipality, province, region];
    if (places.every((place) => place === undefined)) throw placeRequired();
    const now = clock.now();
    const agendaIds = agendaId === undefined ? undefined : [agendaId];
    const sought = { ...soughtBy(question, now), agendaIds };
    const free = await daysAheadOf(reader).read(reader, now, read);
    const found = freeByTime(free, sought, limit + 1, afterCursor(question.cursor));
    const page = found.slice(0, limit);
    if (found.length === 0) tallyInVain(tally, question, { free, sought });
    const last = page.at(-1);
    const { build, position, logId } = free;
    const nextCursor = last && found.length > page.length ? cursorOf(last) : null;
    return { items: page.map(toldSlot), nextCursor, build, position, logId };
  },
});
