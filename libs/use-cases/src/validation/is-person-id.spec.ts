import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { IsPersonId, isPersonId } from './is-person-id.ts';

class Named {
  @IsPersonId()
  readonly id: unknown;

  constructor(id: unknown) {
    this.id = id;
  }
}

const isTaken = (id: unknown): boolean => validateSync(new Named(id)).length === 0;

describe('the id that tokens have for a person', () => {
  it.each([
    ...['dcorg-12', 'auth0|5f7c8ec7c33c6c004bbafe82', 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ', 'clerk@desk-7'],
    ...['0b5c1e0a-6f1d-4d0a-9b57-3f7c2a1e8d44', 'urn:inps:7+/=', 'x'.repeat(200)],
  ])('is opaque, in whatever characters an issuer writes it: %s', (id) => {
    expect([isPersonId(id), isTaken(id)]).toEqual([true, true]);
  });

  it.each(['mario.rossi@inps.example', 'a@b.it', '<m.rossi@pec.example.org>', 'mailto:rossi@comune.example.it'])(
    'is no address of mail, which would name somebody in every event: %s',
    (id) => {
      expect([isPersonId(id), isTaken(id)]).toEqual([false, false]);
    },
  );

  it.each(['', 'Mario Rossi', 'Niccol\u00f2', 'x'.repeat(256), 'a\u0000'])('is one word in ASCII, and not %j', (id) => {
    expect([isPersonId(id), isTaken(id)]).toEqual([false, false]);
  });
});
