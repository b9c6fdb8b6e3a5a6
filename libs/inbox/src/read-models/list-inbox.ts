import { Type } from '@sinclair/typebox';
import { IsOptional, Matches } from 'class-validator';
import type { Projection } from '#kernel/domain';
import { daysFrom, romeDateOf } from '#italy';
import { namesOfHosts } from '#organisation';
import { defineQuery, everywhere, IsRegion, matching, orNull, PageQuery, pageOf, type InboxDocument } from '#use-cases';
import { Id, LocalDate, RegionCode, Text, whole, Word } from '#vocabulary';

const InboxItem = Type.Object(
  {
    kind: Word,
    id: Id,
    part: orNull(Id, 'Which part of it waits, for example an amendment of a protocol; null where it does as a whole.'),
    region: orNull(RegionCode, 'That it comes from.'),
    label: Text,
    since: LocalDate,
    ageDays: whole(0, 1_000_000, 'Days since it came.'),
  },
  { $id: 'InboxItemAnswer' },
);

export class ListInbox extends PageQuery {
  /** Items of this kind alone, for example FORWARDED_PROTOCOL. */
  @IsOptional()
  @Matches(
    /^[A-Z_]{1,60}$/,
    matching({
      message: '$property must be 1 to 60 capital letters and underscores',
      maxLength: 60,
      example: 'FORWARDED_PROTOCOL',
    }),
  )
  readonly kind?: string;

  /** ISTAT code of the region that they come from. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;
}

/** Declares the inbox over the read model of what waits. */
export function listInbox(items: Projection<InboxDocument>) {
  return defineQuery({
    input: ListInbox,
    summary: 'What waits for the centre, the oldest first, with its age.',
    by: [everywhere('central')],
    answer: pageOf('InboxPage', InboxItem),
    run: async ({ kind, region }, { reader, read, page, clock }) => {
      const waiting = page({ kind, region, state: 'WAITING' }, { region: 'region' }, [{ field: 'since' }]);
      const found = await reader.find(items, waiting, read);
      const today = romeDateOf(clock.now());
      const hosts = found.items.flatMap(({ host }) => host ?? []);
      const nameOf = await namesOfHosts(reader, hosts, found);
      const told = found.items.map(({ host, ...item }) => ({
        ...item,
        label: host === undefined ? item.label : nameOf(host),
        ageDays: daysFrom(item.since, today),
      }));
      return { ...found, items: told };
    },
  });
}
