import { defineContext } from '#use-cases';
import { privacyEvents } from './domain/events.ts';
import { subject } from './domain/subject.ts';
import { privacyRoutes } from './http/privacy-routes.ts';
import { publishedErasure } from './published/published-erasure.ts';
import { listAccesses } from './read-models/access-log.ts';
import { eraseSubject } from './use-cases/erase-subject.ts';
import { registerSubject } from './use-cases/register-subject.ts';
import { releaseCommitment } from './use-cases/release-commitment.ts';
import { releaseRetention } from './use-cases/release-retention.ts';
import { notEntitled } from './vault/entitlement.ts';
import { vaultRefusals } from './vault/personal-data-vault.ts';

/** People under random ids, who reads their data, and their erasure. */
export const privacy = defineContext({
  name: 'privacy',
  about: 'Persons, the erasure of their data, and who has read it.',
  aggregates: [subject],
  events: privacyEvents,
  commands: [registerSubject, eraseSubject, releaseCommitment, releaseRetention],
  queries: [listAccesses],
  publishes: [publishedErasure],
  routes: [privacyRoutes],
  refuses: [vaultRefusals, notEntitled],
});
