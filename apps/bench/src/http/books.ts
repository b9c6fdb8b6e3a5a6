import type { Installation } from './installation.ts';
import { freePlaces } from './region.ts';

/**
 * What the log, the claims on people's time and availability say of the bookings of an installation that has settled, and who is
 * still waited for.
 * @returns the number that all of them agree on, in words
 * @throws Error where they do not: places were oversold, or claims were left behind
 */
export async function agreedBooks({ application, requests }: Installation): Promise<string> {
  const { eventStore, work } = application.stores;
  const counts = new Map<string, number>();
  for await (const { events } of eventStore.readLog({ after: '0' })) {
    for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const count = (type: string): number => counts.get(type) ?? 0;
  const bookings = count('AppointmentBooked') - count('AppointmentCancelled');
  const books = {
    ...{ bookings, claims: count('SubjectCommitmentClaimed') - count('SubjectCommitmentReleased') },
    places: requests.places.length - (await freePlaces(application)).length,
  };
  const waiting = await work.nextDue('commitment-sweeper');
  if (new Set(Object.values(books)).size > 1 || waiting !== undefined)
    throw new Error(`the books do not agree: ${JSON.stringify({ ...books, waiting })}`);
  return `${bookings.toLocaleString('en')} bookings, claims and places taken; nothing waits for the sweeper`;
}
