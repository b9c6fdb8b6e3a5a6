import { status } from '@grpc/grpc-js';
import { Refusal } from './refusal.ts';

const about =
  (code: number, exception: string, details: (stream: string, group: string) => string) =>
  (stream: string, group: string): Refusal =>
    new Refusal(code, details(stream, group), exception, { 'stream-name': stream, 'group-name': group });

export const groupDoesNotExist = about(
  status.NOT_FOUND,
  'persistent-subscription-does-not-exist',
  (stream, group) => `Subscription group ${group} on stream ${stream} does not exist.`,
);

export const groupExists = about(
  status.ALREADY_EXISTS,
  'persistent-subscription-exists',
  (stream, group) => `Subscription group ${group} on stream ${stream} exists.`,
);

export const groupDropped = about(
  status.CANCELLED,
  'persistent-subscription-dropped',
  (stream, group) => `Subscription group ${group} on stream ${stream} was dropped.`,
);

export const tooManySubscribers = about(
  status.FAILED_PRECONDITION,
  'maximum-subscribers-reached',
  (stream, group) => `Maximum subscriptions reached for subscription group ${group} on stream ${stream}.`,
);

export function groupFailed(stream: string, group: string, reason: string): Refusal {
  const facts = { 'stream-name': stream, 'group-name': group, reason };
  const details = `Subscription group ${group} on stream ${stream} failed: '${reason}'`;
  return new Refusal(status.INTERNAL, details, 'persistent-subscription-failed', facts);
}
