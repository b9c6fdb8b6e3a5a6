import { metadataText } from './event-stream.ts';
import { ANY } from './expected-revision.ts';
import { proposedJson, type EventLog } from './event-log.ts';
import { revisionText, type LoggedEvent } from './recorded-event.ts';

/** What a persistent subscription gave up on: links in a stream of its own. */
export class ParkedEvents {
  readonly stream: string;

  constructor(stream: string, group: string) {
    this.stream = `$persistentsubscription-${stream}::${group}-parked`;
  }

  park(log: EventLog, event: LoggedEvent, reason: string): void {
    const revision = revisionText(event);
    const metadata = JSON.stringify({ added: new Date().toISOString(), reason });
    const link = proposedJson('$>', `${revision}@${event.stream}`, metadata);
    log.append(this.stream, ANY, [{ ...link, isJson: false }]);
  }

  /** The links that are still to be replayed, oldest first. */
  waiting(log: EventLog): LoggedEvent[] {
    const stream = log.stream(this.stream);
    return stream?.events.slice(stream.firstVisible) ?? [];
  }

  /** Takes the oldest out. @param count at most so many */
  take(log: EventLog, count: number): LoggedEvent[] {
    const taken = this.waiting(log).slice(0, count);
    const last = taken.at(-1);
    if (last) {
      const text = metadataText(log.stream(this.stream)!.metadata, last.revision + 1);
      log.append(`$$${this.stream}`, ANY, [proposedJson('$metadata', text)]);
    }
    return taken;
  }
}
