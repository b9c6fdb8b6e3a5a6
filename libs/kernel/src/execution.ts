/* What carries commands out, folds events into documents, and gives the commands that follow from them. */
export * from './check-edges.ts';
export * from './events/event-registry.ts';
export * from './commands/command-executor.ts';
export { refuseReusedKey, refuseStale } from './commands/refusals.ts';
export * from './leases/lease-keeper.ts';
export * from './leases/lease-watch.ts';
export * from './log/watched-log.ts';
export * from './processes/dispatch.ts';
export * from './processes/process-runner.ts';
export type * from './processes/process-status.ts';
export * from './processes/stored-status.ts';
export * from './projections/build-projection.ts';
export { invalidCursor } from './projections/cursor.ts';
export * from './projections/projection-reader.ts';
export * from './projections/projection-runner.ts';
export type { ProjectionStatus } from './projections/projection-status.ts';
export type { RetryOutcome } from './projections/retry-parked.ts';
export * from './projections/stored-status.ts';
