import { defineContext, type ContextDefinition, type DatedThings } from '#use-cases';
import { auditRoutes } from './http/audit-routes.ts';
import { pointsOnDate } from './queries/points-on-date.ts';
import { regionDashboard } from './queries/region-dashboard.ts';
import { protocolAudit } from './queries/protocol-audit.ts';

/**
 * What auditors ask: how the network stood on a date, and how that was known on another. Whoever composes the application
 * gives it the dates of all that the contexts declare.
 */
export function audit(dated: DatedThings): ContextDefinition {
  const points = pointsOnDate(dated);
  const protocol = protocolAudit(dated);
  const dashboard = regionDashboard(dated);
  return defineContext({
    name: 'audit',
    about: 'How points and protocols stood on a date, and how that was known on another.',
    queries: [points, protocol, dashboard],
    projections: dated.projections,
    routes: [auditRoutes({ points, protocol, dashboard })],
  });
}
