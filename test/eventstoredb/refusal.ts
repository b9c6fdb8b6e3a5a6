import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { MAXIMUM_APPEND_SIZE, type Excess } from './append-limits.ts';

/** A call that ends with an error: the status and the trailers that a real server gave. */
export class Refusal extends Error implements StatusObject {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;

  constructor(code: number, details: string, exception?: string, facts: Readonly<Record<string, string>> = {}) {
    super(details);
    this.code = code;
    this.details = details;
    this.metadata = new Metadata();
    this.metadata.set('server', 'Kestrel');
    if (exception) this.metadata.set('exception', exception);
    for (const [name, value] of Object.entries(facts)) this.metadata.set(name, value);
  }
}

/** What the server says when its own code did not foresee a value. */
export const thrownByHandler = (): Refusal => new Refusal(status.UNKNOWN, 'Exception was thrown by handler.');

export const unexpectedRead = (kind: 'ReadStreamResult' | 'ReadAllResult', result: string): Refusal =>
  new Refusal(status.UNKNOWN, `Unexpected ${kind}: ${result}`);

export const invalidPosition = (): Refusal =>
  new Refusal(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');

export const streamDeleted = (stream: string): Refusal =>
  new Refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, 'stream-deleted', {
    'stream-name': encoded(stream),
  });

export const wrongExpectedVersion = (stream: string, expected: number, actual: number): Refusal =>
  new Refusal(
    status.FAILED_PRECONDITION,
    `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    'wrong-expected-version',
    { 'stream-name': encoded(stream), 'expected-version': String(expected), 'actual-version': String(actual) },
  );

export const appendTooBig = (): Refusal =>
  new Refusal(
    status.INVALID_ARGUMENT,
    `Maximum Append Size of ${MAXIMUM_APPEND_SIZE} Exceeded.`,
    'maximum-append-size-exceeded',
    { 'maximum-append-size': String(MAXIMUM_APPEND_SIZE) },
  );

export const eventTooBig = ({ id, size, limit }: Excess & { of: 'event' }): Refusal =>
  new Refusal(
    status.INVALID_ARGUMENT,
    `Event with Id: ${id}, Size: ${size}, exceeds Maximum Append Event Size of ${limit}.`,
    'maximum-append-event-size-exceeded',
  );

export const missingMetadataProperty = (): Refusal =>
  new Refusal(status.INVALID_ARGUMENT, 'Required Metadata Property is Missing', 'missing-required-metadata-property', {
    'required-metadata-properties': 'type,content-type',
  });

export const notLeader = (host: string, port: number): Refusal =>
  new Refusal(status.NOT_FOUND, 'Leader info available', 'not-leader', {
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const unavailable = (details: string): Refusal => new Refusal(status.UNAVAILABLE, details);

/** Trailers hold printable ASCII only. */
function encoded(name: string): string {
  return /^[\x20-\x7e]*$/.test(name) ? name : encodeURIComponent(name);
}
