import type { OpenAPIObject } from '@nestjs/swagger';
import type { DescribedOperation, DescribedResponse } from './described-operation.ts';

/**
 * Moves what several operations answer in the same way to a place of its own, to which they refer: the description would
 * be some times as large without.
 * @returns the shared answers by name: status, and a number where several share a status
 */
export function shareResponses(paths: OpenAPIObject['paths']): Record<string, DescribedResponse> {
  const places = new Map<string, Place[]>();
  for (const place of placesOf(paths)) {
    const text = JSON.stringify(place.responses[place.status]);
    places.set(text, [...(places.get(text) ?? []), place]);
  }
  const shared: Record<string, DescribedResponse> = {};
  const perStatus = new Map<string, number>();
  for (const [text, same] of [...places].sort(([, one], [, other]) => other.length - one.length)) {
    const [first] = same;
    if (!first || same.length === 1) continue;
    const number = (perStatus.get(first.status) ?? 0) + 1;
    perStatus.set(first.status, number);
    const name = number === 1 ? `Status${first.status}` : `Status${first.status}Kind${number}`;
    shared[name] = JSON.parse(text) as DescribedResponse;
    for (const { responses, status } of same) responses[status] = { $ref: `#/components/responses/${name}` };
  }
  return shared;
}

interface Place {
  readonly responses: DescribedOperation['responses'];
  readonly status: string;
}

function* placesOf(paths: OpenAPIObject['paths']): Generator<Place> {
  for (const operations of Object.values(paths)) {
    for (const { responses } of Object.values(operations) as DescribedOperation[]) {
      for (const status of Object.keys(responses)) yield { responses, status };
    }
  }
}
