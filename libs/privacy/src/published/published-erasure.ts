import { at, madeFrom, PairwiseId, publish } from '#use-cases';
import { explained } from '#vocabulary';
import { SubjectErased } from '../domain/events.ts';

/** What outsiders are told of an erasure: those whom it concerns, and none other. */
export const publishedErasure = publish({
  type: 'person.erased.v1',
  title: 'Persona cancellata',
  about: 'A person was erased: remove whatever you keep under this id. It comes to whoever could have received the id.',
  fields: { person: explained(PairwiseId, 'The id under which this receiver was told of the person.') },
  made: [madeFrom(SubjectErased, { person: at('subject') })],
  tellsErasure: true,
});
