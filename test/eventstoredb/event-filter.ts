import { status } from '@grpc/grpc-js';
import type { CreateReq } from '@eventstore/db-client/generated/persistent_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { LoggedEvent } from './recorded-event.ts';
import { Refusal } from './refusal.ts';

const DEFAULT_WINDOW = 32;

export interface EventFilter {
  matches(event: LoggedEvent): boolean;
  /** How many events are scanned at a time. */
  readonly window: number;
  /** How many scanned events lie between two checkpoints, about. */
  readonly checkpointInterval: number;
}

export const NO_FILTER: EventFilter = { matches: () => true, window: Infinity, checkpointInterval: Infinity };

type FilterOptions = ReadReq.Options.FilterOptions | CreateReq.AllOptions.FilterOptions;

/** @throws Refusal when the expression is none */
export function filterOf(options: FilterOptions | undefined): EventFilter {
  if (!options) return NO_FILTER;
  const byStream = options.hasStreamIdentifier();
  const expression = byStream ? options.getStreamIdentifier() : options.getEventType();
  const accepts = remembered(acceptor(expression?.getRegex() ?? '', expression?.getPrefixList() ?? []));
  const window = options.hasMax() ? options.getMax() : DEFAULT_WINDOW;
  return {
    matches: byStream ? (event) => accepts(event.stream) : (event) => accepts(event.type),
    window,
    checkpointInterval: window * (options.getCheckpointintervalmultiplier() || 1),
  };
}

function acceptor(regex: string, prefixes: readonly string[]): (name: string) => boolean {
  if (!regex) return (name) => prefixes.some((prefix) => name.startsWith(prefix));
  try {
    const expression = new RegExp(regex);
    return (name) => expression.test(name);
  } catch {
    throw new Refusal(status.UNKNOWN, 'Exception was thrown by handler.');
  }
}

/** Names come again and again; a thousand answers are kept, and then forgotten. */
function remembered(accepts: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let answer = known.get(name);
    if (answer === undefined) {
      answer = accepts(name);
      if (known.size >= 1000) known.clear();
      known.set(name, answer);
    }
    return answer;
  };
}
