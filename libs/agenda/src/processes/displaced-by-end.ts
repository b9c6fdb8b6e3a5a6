/** An appointment that is held at a point. */
export interface Held {
  readonly appointmentId: string;
  readonly agendaId: string;
  readonly date: string;
  /** RFC 3339. */
  readonly startsAt: string;
}

/** The end of a point by its protocol. */
interface EndByProtocol {
  /** First day without activity. */
  readonly on: string;
  readonly protocolId: string;
}

/**
 * What was displaced by the end of a point that is active anew since. Nothing is given back for that, as people were told that it is over; but
 * where that end turns out to be none, as it was of the protocol, the point has received people all the time.
 */
export interface DisplacedByEnd extends Held {
  readonly end: EndByProtocol;
}

/** By what an end turns out to be none: it is undone, or the point had passed to another protocol before. */
export type EndIsNone =
  { readonly undoes: string } | { readonly previousProtocolId: string; readonly transferredOn: string };

/** Those that an end has displaced which is none, and the others. */
export function byEndsThatAreNone(
  displaced: readonly DisplacedByEnd[],
  none: EndIsNone,
): { readonly back: readonly Held[]; readonly aside: readonly DisplacedByEnd[] } {
  const isNone = ({ end: { on, protocolId } }: DisplacedByEnd): boolean =>
    'undoes' in none ? on === none.undoes : protocolId === none.previousProtocolId && on >= none.transferredOn;
  return {
    back: displaced.filter(isNone).map(({ end: _none, ...held }) => held),
    aside: displaced.filter((one) => !isNone(one)),
  };
}
