import { contexts, projectionsOf } from '#composition';
import type { Projection } from '#kernel/domain';
import { Failure } from '../failure.ts';

/** @throws Failure that names the projections there are */
export function projectionCalled(name: string): Projection {
  const projections = projectionsOf(contexts);
  const found = projections.find((projection) => projection.name === name);
  if (found) return found;
  throw new Failure(`No projection is called "${name}". There are: ${projections.map((one) => one.name).join(', ')}.`);
}
