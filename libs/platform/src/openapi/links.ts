import type { OpenAPIObject } from '@nestjs/swagger';
import type { DescribedOperation, DescribedResponse } from './described-operation.ts';

/**
 * Says on what was created what may be done with it: every operation whose path begins with its place takes its id. Who
 * walks the description by itself, a fuzzer for example, comes from one success to the next.
 */
export function linkCreations(paths: OpenAPIObject['paths']): void {
  for (const [path, { post }] of Object.entries(paths)) {
    const created = post?.responses['201'];
    if (created && !('$ref' in created)) created.links = linksFrom(path, paths);
  }
}

function linksFrom(path: string, paths: OpenAPIObject['paths']): NonNullable<DescribedResponse['links']> {
  const links: NonNullable<DescribedResponse['links']> = {};
  for (const [below, operations] of Object.entries(paths)) {
    const name = below.startsWith(`${path}/{`) ? /^\{(\w+)\}/.exec(below.slice(path.length + 1))?.[1] : undefined;
    if (name === undefined) continue;
    for (const { operationId } of Object.values(operations) as DescribedOperation[]) {
      if (operationId === undefined) continue;
      links[operationId] = { operationId, parameters: { ...outer(path), [name]: '$response.body#/id' } };
    }
  }
  return links;
}

/** What the path of the creation named already. */
function outer(path: string): Record<string, string> {
  return Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, `$request.path.${name}`]));
}
