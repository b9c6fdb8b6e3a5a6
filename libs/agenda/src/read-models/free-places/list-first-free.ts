import { ANYONE, defineQuery, pageOf } from '#use-cases';
import { serviceUnknown } from '#services';
import { periodRefusals } from '../period.ts';
import { daysAheadOf } from './days-ahead.ts';
import { tallyInVain } from './in-vain.ts';
import { afterCursor, cursorOf, FreePlacesQuestion, soughtBy } from './question.ts';
import { firstFree } from './search.ts';
import { placed, PlacedFreePlace } from './told-slot.ts';

/** The first free place of each agenda that there is for a service. */
export class ListFirstFree extends FreePlacesQuestion {}

export const listFirstFree = defineQuery({
  input: ListFirstFree,
  summary:
    'The first free place of each agenda for a service, the earliest first, in all of Italy or a part of it; answers to everyone.',
  by: ANYONE,
  answer: pageOf('FirstFreePage', PlacedFreePlace),
  refuses: [periodRefusals, serviceUnknown],
  run: async (question, { reader, clock, read, tally }) => {
    const now = clock.now();
    const sought = soughtBy(question, now);
    const free = await daysAheadOf(reader).read(reader, now, read);
    const found = firstFree(free, sought, { after: afterCursor(question.cursor), most: question.limit + 1 });
    const page = found.slice(0, question.limit);
    if (found.length === 0) tallyInVain(tally, question, { free, sought });
    const last = page.at(-1);
    const { build, position, logId } = free;
    const nextCursor = last && found.length > page.length ? cursorOf(last) : null;
    return { items: await placed(reader, page, free), nextCursor, build, position, logId };
  },
});
