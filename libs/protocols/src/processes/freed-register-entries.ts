import { isDeepStrictEqual } from 'node:util';
import { defineProcessManager, give, releaseReservationCommand, when, type Reaction } from '#kernel/domain';
import {
  ProtocolAmendmentSignatureRecorded,
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolRectified,
  ProtocolSignatureRecorded,
} from '../domain/events.ts';
import type { RegisterEntry } from '../domain/vocabulary.ts';
import { entryClaims } from '../use-cases/register-entry.ts';

/** An entry of a protocol register, and the command that holds its reservation. */
interface HeldEntry {
  readonly entry: RegisterEntry;
  readonly forCommandId: string;
  /** The amendment whose signature it is of. */
  readonly amendmentId?: string;
}

interface HeldEntries {
  readonly held: readonly HeldEntry[];
}

/**
 * Gives an entry back once a rectification has taken it from an act, or the act was withdrawn, so that the act it belongs to
 * can name it.
 */
export const freedRegisterEntries = defineProcessManager<HeldEntries>({
  name: 'freed-register-entries',
  gives: [releaseReservationCommand],
  keys: ({ stream }) => [stream],
  on: [
    when(
      [ProtocolSignatureRecorded, ProtocolForwardedToCentralOrganisation, ProtocolForwardingAcknowledged],
      (state, { data: { registerEntry }, metadata }) => ({
        state: holding(state, registerEntry ? [registerEntry] : [], metadata.commandId),
      }),
    ),
    when(ProtocolAmendmentSignatureRecorded, (state, { data: { registerEntry, amendmentId }, metadata }) => ({
      state: holding(state, [registerEntry], metadata.commandId, amendmentId),
    })),
    when(ProtocolAmendmentSigned, (state, { data: { signatures = [], amendmentId }, metadata }) => {
      const entries = signatures.map(({ registerEntry }) => registerEntry);
      return { state: holding(state, entries, metadata.commandId, amendmentId) };
    }),
    when(ProtocolAmendmentWithdrawn, (state, { data: { amendmentId } }) =>
      freeing(state?.held ?? [], (one) => one.amendmentId === amendmentId),
    ),
    when(ProtocolRectified, (state, { data, metadata }) => {
      const { taken = [], freed = [] } = data;
      const { held } = holding(state, taken, metadata.commandId, data.amendmentId);
      return freeing(held, ({ entry }) => freed.some((one) => isDeepStrictEqual(one, entry)));
    }),
  ],
});

function holding(
  state: HeldEntries | undefined,
  entries: readonly RegisterEntry[],
  forCommandId: string,
  amendmentId?: string,
): HeldEntries {
  const whose = { forCommandId, ...(amendmentId === undefined ? {} : { amendmentId }) };
  return { held: [...(state?.held ?? []), ...entries.map((entry) => ({ entry, ...whose }))] };
}

function freeing(held: readonly HeldEntry[], isFreed: (one: HeldEntry) => boolean): Reaction<HeldEntries> {
  const commands = held
    .filter(isFreed)
    .flatMap(({ entry, forCommandId }) =>
      entryClaims(entry).map(({ id, what }) =>
        give(releaseReservationCommand, { id, kind: String(what), forCommandId }),
      ),
    );
  return { state: { held: held.filter((one) => !isFreed(one)) }, commands };
}
