import type { StreamName } from '#kernel/domain';

const PREFIX = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** What goes before the names of an installation's streams, so that several can share a server. */
export class Namespace {
  /** What the names of its streams begin with, and no others. */
  readonly beginning: string;
  /** Of the stream that says which log this is: without a dot, so that no installation's names begin like it. */
  readonly identityStream: string;
  readonly prefix: string;

  /** @throws TypeError when the prefix has other characters than letters, digits, `_` and `-` */
  constructor(prefix: string) {
    if (!PREFIX.test(prefix)) throw new TypeError(`not a name of an installation: "${prefix}"`);
    this.prefix = prefix;
    this.beginning = `${prefix}.`;
    this.identityStream = `LogIdentity-${prefix}`;
  }

  /** The name that a stream has in the server. */
  outer(stream: StreamName): string {
    return this.beginning + stream;
  }

  /** The name that a stream of the server has here; undefined when it is another's. */
  inner(stream: string): StreamName | undefined {
    return stream.startsWith(this.beginning) ? stream.slice(this.beginning.length) : undefined;
  }
}
