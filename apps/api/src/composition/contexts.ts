import { agendas } from '#agenda';
import { organisation } from '#organisation';
import { privacy } from '#privacy';
import { protocols } from '#protocols';
import { networkOverview, servicePoints } from '#service-points';
import type { Context } from './context.ts';
import { declaredContext } from './declared-context.ts';

/** The contexts of the domain. */
const domain: readonly Context[] = [
  declaredContext(privacy),
  declaredContext(organisation),
  declaredContext(protocols),
  declaredContext(servicePoints),
  declaredContext(agendas),
];

/** The contexts of the product: those of the domain, and the overview of what they have counted. */
export const contexts: readonly Context[] = [
  ...domain,
  declaredContext(networkOverview(domain.flatMap(({ counters = [] }) => counters))),
];
