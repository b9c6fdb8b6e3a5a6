import { get, routes } from '#use-cases';
import { listForwardings } from '../read-models/list-forwardings.ts';

export const forwardingRoutes = routes('protocols', 'rest/protocols/v1/forwardings', [get('', listForwardings)]);
