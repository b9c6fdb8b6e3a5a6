import { get, post, routes } from '#use-cases';
import { listAccesses } from '../read-models/access-log.ts';
import { eraseSubject } from '../use-cases/erase-subject.ts';
import { registerSubject } from '../use-cases/register-subject.ts';

export const privacyRoutes = routes('privacy', 'rest/privacy/v1', [
  post('subjects', registerSubject),
  post('erasures', eraseSubject),
  get('access-log', listAccesses),
]);
