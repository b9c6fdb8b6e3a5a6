import { defineProcessManager, reservationId, type RecordedEvent, type WantedCommand } from '#kernel';
import type { HostBodyEvent } from '../domain/events.ts';
import { reservedAs, uniqueCodes, type UniqueCode } from '../domain/host-body.ts';

/** Which command holds the reservation of each code of a body. */
interface HeldCodes {
  readonly held: readonly (UniqueCode & { readonly forCommandId: string })[];
}

/** Gives a code back once a correction has taken it from a body, so that the body it belongs to can have it. */
export const hostBodyCodes = defineProcessManager<HeldCodes, HostBodyEvent>({
  name: 'host-body-codes',
  keys: ({ stream }) => [stream],
  on: {
    HostBodyRegistered: (_state, event) => ({ state: { held: heldBy(event, []) } }),
    HostBodyDetailsCorrected: (state, event) => {
      const before = state?.held ?? [];
      const held = heldBy(event, before);
      const kept = new Set(held.map(reservedAs));
      return { state: { held }, commands: before.filter((code) => !kept.has(reservedAs(code))).map(release) };
    },
  },
});

function heldBy({ data, metadata }: RecordedEvent<HostBodyEvent>, before: HeldCodes['held']): HeldCodes['held'] {
  return uniqueCodes(data).map(
    (code) =>
      before.find((held) => reservedAs(held) === reservedAs(code)) ?? { ...code, forCommandId: metadata.commandId },
  );
}

function release({ kind, value, forCommandId }: HeldCodes['held'][number]): WantedCommand {
  return { name: 'ReleaseReservation', data: { id: reservationId(kind, value), kind, forCommandId } };
}
