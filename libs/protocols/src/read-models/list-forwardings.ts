import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import type { ReadFrom } from '#kernel/execution';
import { daysFrom, romeDateOf } from '#italy';
import { withNamesOfHosts } from '#organisation';
import { defineQuery, IsOneOf, IsRealDate, IsRegion, PageQuery, pageOf, within, type QueryShell } from '#use-cases';
import { whole } from '#vocabulary';
import { FORWARDING_STATES, type ForwardingState } from '../domain/vocabulary.ts';
import { Forwarding, forwardings, type StoredForwarding } from './forwardings.ts';

const ForwardingLine = Type.Object(
  {
    ...Forwarding.properties,
    ageDays: whole(0, 1_000_000, 'Days since the signature; of what is forwarded, those that it took.'),
  },
  { $id: 'ForwardingAnswer' },
);

export class ListForwardings extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** Signed but not forwarded when absent. */
  @IsOneOf(FORWARDING_STATES, 'ForwardingState')
  readonly state: ForwardingState = 'NOT_FORWARDED';

  /** Signed before this day, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly signedBefore?: string;
}

export const listForwardings = defineQuery({
  input: ListForwardings,
  summary:
    'Signed protocols and amendments by how far they have come on their way to the centre, the oldest first, with their age.',
  by: [within('central', 'regional')],
  answer: pageOf('ForwardingPage', ForwardingLine),
  run: async ({ region, state, signedBefore }, { reader, read, page, clock }) => {
    const signed = signedBefore === undefined ? {} : { signedOn: { before: signedBefore } };
    const order = [{ field: 'signedOn' }];
    const found = await reader.find(forwardings, page({ region, state, ...signed }, { region: 'region' }, order), read);
    const today = romeDateOf(clock.now());
    const hosts = await hostsOf(found.items as readonly StoredForwarding[], found, reader);
    const lines = found.items.map((document) => {
      const line = { ...(document as StoredForwarding), ...hosts.get(document.id) };
      return { ...line, ageDays: daysFrom(line.signedOn, line.forwardedOn ?? today) };
    });
    return { ...found, items: await withNamesOfHosts(reader, lines, found) };
  },
});

/** With whom amendments are: as their protocols say, which the report knows of since their drafts. */
async function hostsOf(
  lines: readonly StoredForwarding[],
  { position: minPosition, logId }: ReadFrom,
  reader: QueryShell['reader'],
): Promise<ReadonlyMap<string, Pick<StoredForwarding, 'host'>>> {
  const ids = [...new Set(lines.flatMap(({ id, amendmentId }) => (amendmentId === null ? [] : [id])))];
  if (ids.length === 0) return new Map();
  const { documents } = await reader.getMany(forwardings, ids, { minPosition, logId });
  return new Map(documents.map((document) => [document.id, { host: (document as StoredForwarding).host }]));
}
