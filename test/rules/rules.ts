import { agendaRules } from './agenda.ts';
import { invariants } from './aggregates.ts';
import { protocolRules } from './protocols.ts';
import type { Rule } from './rule.ts';
import { servicePointRules } from './service-points.ts';
import { timeAndTruth } from './time-and-truth.ts';

/** A family of rules, as a person looks for them. */
export interface Family {
  readonly title: string;
  readonly rules: readonly Rule[];
}

export const FAMILIES: readonly Family[] = [
  { title: 'Time and truth', rules: timeAndTruth },
  { title: 'Protocols', rules: protocolRules },
  { title: 'Points', rules: servicePointRules },
  { title: 'Agenda', rules: agendaRules },
  { title: 'Aggregates', rules: invariants },
];
