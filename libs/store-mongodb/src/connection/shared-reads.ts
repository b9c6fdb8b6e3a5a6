/** A read under way, and the one that follows for those who came too late for it. */
interface Reading<Value> {
  readonly current: Promise<Value>;
  next: Promise<Value> | undefined;
}

/**
 * Lets callers that want the same thing at the same time share one read. A caller never gets what was read before it
 * asked: one that comes while a read is under way shares the one after it.
 */
export class SharedReads<Value> {
  readonly #read: (key: string) => Promise<Value>;
  readonly #readings = new Map<string, Reading<Value>>();

  constructor(read: (key: string) => Promise<Value>) {
    this.#read = read;
  }

  get(key: string): Promise<Value> {
    const reading = this.#readings.get(key);
    if (!reading) return this.#begin(key);
    const again = (): Promise<Value> => this.#begin(key);
    reading.next ??= reading.current.then(again, again);
    return reading.next;
  }

  /** Whether a read of this is under way. */
  isReading(key: string): boolean {
    return this.#readings.has(key);
  }

  #begin(key: string): Promise<Value> {
    const current = this.#read(key);
    const reading: Reading<Value> = { current, next: undefined };
    this.#readings.set(key, reading);
    const end = (): void => {
      if (!reading.next) this.#readings.delete(key);
    };
    current.then(end, end);
    return current;
  }
}
