import { MODES, type Channel, type Mode } from '../vocabulary.ts';

/** How sure it is who books: by a digital identity or a document seen, or by what they say. */
export type Identity = 'STRONG' | 'DECLARED';

/** What booking through a channel is like. */
interface BookingChannel {
  /** Modes that it may book. */
  readonly modes: readonly Mode[];
  readonly identity: Identity;
  /** It is one of staff of INPS, for whom some places may be kept. */
  readonly internal: boolean;
}

const NO_WEB_MEETING = MODES.filter((mode) => mode !== 'WEB_MEETING');

/**
 * The channels, as data. Online a person is known by a digital identity (article 64 of the Codice dell'amministrazione
 * digitale), at a desk or a Punto Cliente by a document, at the contact centre by what they say; its machine books no web
 * meetings (messaggio INPS 701/2021).
 */
const BOOKING_CHANNELS: Readonly<Record<Channel, BookingChannel>> = {
  PORTAL: { modes: MODES, identity: 'STRONG', internal: false },
  APP: { modes: MODES, identity: 'STRONG', internal: false },
  CONTACT_CENTRE: { modes: MODES, identity: 'DECLARED', internal: true },
  AUTOMATIC_CONTACT_CENTRE: { modes: NO_WEB_MEETING, identity: 'DECLARED', internal: false },
  DESK: { modes: MODES, identity: 'STRONG', internal: true },
  PUNTO_CLIENTE: { modes: MODES, identity: 'STRONG', internal: false },
};

/** Modes that a channel may book. */
export function modesOf(channel: Channel): readonly Mode[] {
  return BOOKING_CHANNELS[channel].modes;
}

/** How sure it is who books through a channel. */
export function identityOn(channel: Channel): Identity {
  return BOOKING_CHANNELS[channel].identity;
}

/** Tells whether a channel is one of staff of INPS, for whom some places may be kept. */
export function isInternal(channel: Channel): boolean {
  return BOOKING_CHANNELS[channel].internal;
}
