/** How many are under way at most, those that wait for one before them included. */
const AT_ONCE = 16;

/**
 * Does something for each of many, several at once; where two share a tie, the later one waits until the earlier is done.
 * @param work once it fails, nothing more is begun
 * @throws what failed first, when nothing is under way any more
 */
export async function eachTied<T>(
  things: AsyncIterable<T>,
  tiesOf: (thing: T) => readonly string[],
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const lastOf = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const thing of things) {
      const ties = tiesOf(thing);
      const done: Promise<void> = Promise.all(ties.map((tie) => lastOf.get(tie) ?? Promise.resolve()))
        .then(() => (failures.length === 0 ? work(thing) : undefined))
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          underWay.delete(done);
          for (const tie of ties) if (lastOf.get(tie) === done) lastOf.delete(tie);
        });
      underWay.add(done);
      for (const tie of ties) lastOf.set(tie, done);
      if (underWay.size === AT_ONCE) await Promise.race(underWay);
      if (failures.length > 0) break;
    }
  } finally {
    // Also where there is no next thing to be had.
    await Promise.all(underWay);
  }
  if (failures.length > 0) throw failures[0];
}
