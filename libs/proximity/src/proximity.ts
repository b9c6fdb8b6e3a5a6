import { defineContext, type ContextDefinition, type DatedThings } from '#use-cases';
import { proximityRoutes } from './http/proximity-routes.ts';
import { farByArea } from './queries/far-by-area.ts';
import { farMunicipalities } from './queries/far-municipalities.ts';
import { proximityOfOpening, proximityOfPoint } from './queries/proximity-effect.ts';
import { PresenceReader } from './reach/presence-reader.ts';
import { Reaches } from './reach/reach.ts';

/**
 * How near INPS is: how far municipalities are from seats and points on a day, and what a point changes of that. Whoever
 * composes the application gives it the dates of all that the contexts declare.
 */
export function proximity(dated: DatedThings): ContextDefinition {
  const presences = new PresenceReader(dated);
  const proximities = { presences, reaches: new Reaches() };
  const queries = {
    byArea: farByArea(proximities),
    municipalities: farMunicipalities(proximities),
    ofOpening: proximityOfOpening(proximities),
    ofPoint: proximityOfPoint(proximities, dated),
  };
  return defineContext({
    name: 'proximity',
    about: 'How far municipalities are from the nearest seat or point on a day, and what a point changes of that.',
    queries: Object.values(queries),
    routes: [proximityRoutes(queries)],
  });
}
