import { Type, type Static } from '@sinclair/typebox';
import { Timestamp } from './calendar.ts';
import { oneOf } from './one-of.ts';
import { Id, Word } from './text.ts';

/** What binds a person's time on a service line. */
export const Commitment = Type.Object({
  /** SECOND_PERSON: with somebody else, at that person's appointment. */
  kind: oneOf(['HOLD', 'APPOINTMENT', 'SECOND_PERSON']),
  serviceLine: Word,
  startsAt: Timestamp,
  /** Exclusive: another commitment may start at this instant. */
  endsAt: Timestamp,
  /** Of a HOLD: until then it counts as an open hold; afterwards it was released, or became an appointment. */
  heldUntil: Type.Optional(Timestamp),
  /**
   * Where it stands, by ISTAT codes and the code of the unit: who may not read there learns nothing of it. Claims of
   * before do not say.
   */
  place: Type.Optional(
    Type.Object({ region: Type.Optional(Id), province: Type.Optional(Id), unit: Type.Optional(Id) }),
  ),
  /** Id of the commitment in whose stead it comes: for the limits the two are one. */
  replaces: Type.Optional(Id),
});
export type Commitment = Readonly<Static<typeof Commitment>>;

/** A commitment that came to nothing: when it was claimed, RFC 3339, and where it stood. */
export type GivenUp = Pick<Commitment, 'place'> & { readonly claimedAt: string };

/** A commitment, under the id of the command that it was claimed for. */
export type KnownCommitment = Commitment & { readonly commitmentId: string };

/** What a person has taken. */
export interface Taken {
  /** Claimed and not released. */
  readonly commitments: Iterable<KnownCommitment>;
  /** What came to nothing of the last day's. */
  readonly givenUp: readonly GivenUp[];
}
