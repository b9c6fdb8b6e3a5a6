/** For how many minutes a day is open, by its slots: none overlaps another. */
export function openMinutes(slots: readonly { readonly startsAt: string; readonly endsAt: string }[]): number {
  return slots.reduce((sum, { startsAt, endsAt }) => sum + (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000, 0);
}

/** How many places a day has, those that are kept for channels of staff among them. */
export function placesOf(slots: readonly { readonly capacity: number }[]): number {
  return slots.reduce((sum, { capacity }) => sum + capacity, 0);
}
