import { agendas } from '#agenda';
import { audit } from '#audit';
import { communications } from '#communications';
import { inbox } from '#inbox';
import { integration } from '#integration';
import { mail } from '#mail';
import { organisation } from '#organisation';
import { privacy } from '#privacy';
import { protocols } from '#protocols';
import { proximity } from '#proximity';
import { networkOverview, puntiInps, servicePoints } from '#service-points';
import { datedThings, type ContextDefinition } from '#use-cases';
import { publishedExamples } from './published-examples.ts';

/** The contexts of the domain. */
const domain: readonly ContextDefinition[] = [
  // A new context adds its line here; everything else follows from its definition.
  privacy,
  organisation,
  protocols,
  servicePoints,
  puntiInps,
  agendas,
  communications,
];

/** What has dates in the product, of all contexts. */
export const dated = datedThings(domain.flatMap((context) => context.dated));

/** What is published of the domain, and who reads it. */
const reading = integration(
  domain.flatMap(({ publishes }) => publishes),
  publishedExamples,
);
/** What mails are sent for, and what the centre has waiting. */
const telling = [...domain, reading];

/**
 * The contexts of the product: those of the domain, the mails of its events, the audit of its dates, how near it is to
 * people, what waits in it for the centre, what is published of it, and the overview of what it has counted.
 */
export const contexts: readonly ContextDefinition[] = [
  ...domain,
  mail(telling.flatMap(({ mails }) => mails)),
  audit(dated),
  proximity(dated),
  inbox(telling.flatMap((context) => context.inbox)),
  reading,
  networkOverview(domain.flatMap(({ counters }) => counters)),
];
