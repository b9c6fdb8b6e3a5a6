import { isDeepStrictEqual } from 'node:util';
import { defineProcessManager, give, releaseReservationCommand, when } from '#kernel/domain';
import {
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
}

interface HeldEntries {
  readonly held: readonly HeldEntry[];
}

/** Gives an entry back once a rectification has taken it from an act, so that the act it belongs to can name it. */
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
    when(ProtocolRectified, (state, { data: { taken = [], freed = [] }, metadata }) => {
      const isFreed = ({ entry }: HeldEntry): boolean => freed.some((one) => isDeepStrictEqual(one, entry));
      const { held } = holding(state, taken, metadata.commandId);
      return {
        state: { held: held.filter((one) => !isFreed(one)) },
        commands: held
          .filter(isFreed)
          .flatMap(({ entry, forCommandId }) =>
            entryClaims(entry).map(({ id, what }) =>
              give(releaseReservationCommand, { id, kind: String(what), forCommandId }),
            ),
          ),
      };
    }),
  ],
});

function holding(state: HeldEntries | undefined, entries: readonly RegisterEntry[], forCommandId: string): HeldEntries {
  return { held: [...(state?.held ?? []), ...entries.map((entry) => ({ entry, forCommandId }))] };
}
