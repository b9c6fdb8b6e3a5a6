import { get, routes } from '#use-cases';
import { listPointCoverages } from '../read-models/point-coverages.ts';

export const coverageRoutes = routes('protocols', 'rest/protocols/v1/point-coverages', [get('', listPointCoverages)]);
