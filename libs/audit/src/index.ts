export { audit } from './audit.ts';
export { PointsPage, type PointsAnswer } from './queries/points-answer.ts';
export { ListPointsOnDate, pointsOf } from './queries/points-on-date.ts';
export { pointsTable } from './queries/points-table.ts';
export { ProtocolAudit } from './queries/protocol-answer.ts';
export { GetProtocolAudit, protocolEventsOf } from './queries/protocol-audit.ts';
export { protocolTable } from './queries/protocol-table.ts';
export type { AuditShell } from './queries/questions.ts';
