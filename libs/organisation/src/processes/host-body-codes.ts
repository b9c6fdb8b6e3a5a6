import {
  defineProcessManager,
  give,
  heldValue,
  releaseReservationCommand,
  when,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import { HostBodyDetailsCorrected, HostBodyRegistered, type HostBodyEvent } from '../domain/events.ts';
import { isSameCode, uniqueCodes, type UniqueCode } from '../domain/unique-codes.ts';

/** A code of a body, and the command that holds its reservation. */
type HeldCode = UniqueCode & { readonly forCommandId: string };

interface HeldCodes {
  readonly held: readonly HeldCode[];
}

/** Gives a code back once a correction has taken it from a body, so that the body it belongs to can have it. */
export const hostBodyCodes = defineProcessManager<HeldCodes>({
  name: 'host-body-codes',
  gives: [releaseReservationCommand],
  keys: ({ stream }) => [stream],
  on: [
    when(HostBodyRegistered, (_state, event) => ({ state: { held: heldBy(event, []) } })),
    when(HostBodyDetailsCorrected, (state, event) => {
      const before = state?.held ?? [];
      const held = heldBy(event, before);
      const givenUp = before.filter((code) => !held.some((kept) => isSameCode(kept, code)));
      return { state: { held }, commands: givenUp.map(release) };
    }),
  ],
});

function heldBy({ data, metadata }: RecordedEvent<HostBodyEvent>, before: readonly HeldCode[]): readonly HeldCode[] {
  return uniqueCodes(data).map(
    (code) => before.find((held) => isSameCode(held, code)) ?? { ...code, forCommandId: metadata.commandId },
  );
}

function release({ kind, value, forCommandId }: HeldCode): WantedCommand {
  return give(releaseReservationCommand, heldValue(kind, value, forCommandId));
}
