import { defineContext, type ContextDefinition, type DatedThings } from '#use-cases';
import { FiguresReader } from './dashboard/figures.ts';
import { nationalDashboard } from './queries/national-dashboard.ts';
import { NetworkReader } from './dashboard/network-reader.ts';
import { regionDashboard } from './queries/region-dashboard.ts';
import { auditRoutes } from './http/audit-routes.ts';
import { pointsOnDate } from './queries/points-on-date.ts';
import { protocolAudit } from './queries/protocol-audit.ts';

/**
 * What auditors ask: how the network stood on a date, and how that was known on another. Whoever composes the application
 * gives it the dates of all that the contexts declare.
 */
export function audit(dated: DatedThings): ContextDefinition {
  const points = pointsOnDate(dated);
  const protocol = protocolAudit(dated);
  const networks = new NetworkReader(dated);
  const economy = new FiguresReader();
  const ofRegion = regionDashboard(networks, economy);
  const ofNation = nationalDashboard(networks, economy);
  return defineContext({
    name: 'audit',
    about: 'How points and protocols stood on a date, and how that was known on another.',
    queries: [points, protocol, ofRegion, ofNation],
    projections: dated.projections,
    routes: [auditRoutes({ points, protocol, ofRegion, ofNation })],
  });
}
