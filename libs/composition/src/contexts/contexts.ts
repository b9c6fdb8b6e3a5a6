import { agendas } from '#agenda';
import { organisation } from '#organisation';
import { privacy } from '#privacy';
import { protocols } from '#protocols';
import { networkOverview, servicePoints } from '#service-points';
import type { ContextDefinition } from '#use-cases';

/** The contexts of the domain. */
const domain: readonly ContextDefinition[] = [
  // A new context adds its line here; everything else follows from its definition.
  privacy,
  organisation,
  protocols,
  servicePoints,
  agendas,
];

/** The contexts of the product: those of the domain, and the overview of what they have counted. */
export const contexts: readonly ContextDefinition[] = [
  ...domain,
  networkOverview(domain.flatMap(({ counters }) => counters)),
];
