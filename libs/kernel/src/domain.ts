/*
 * What contexts are written with: events, aggregates, rules and refusals, claims, and what follows from events. Pure.
 */
export * from './clock.ts';
export * from './errors.ts';
export * from './position.ts';
export * from './stream-name.ts';
export * from './events/domain-event.ts';
export * from './events/envelope.ts';
export * from './events/event-definition.ts';
export { EVERY_EVENT, onAny, when, type EventHandler, type HandledEvents } from './events/event-handler.ts';
export * from './events/sealed.ts';
export * from './rules/define-aggregate.ts';
export * from './rules/refusal.ts';
export { CommandAbandoned, commandAbandoned, commandAlreadyCarriedOut } from './commands/abandonment.ts';
export * from './commands/aggregate.ts';
export type { Around } from './commands/around-event.ts';
export * from './commands/claim.ts';
export * from './commands/command-id.ts';
export * from './commands/command-origin.ts';
export type { CommandResult, DecisionRequest, Known, SeenRevision } from './commands/command-request.ts';
export * from './claims/claim-sweeper.ts';
export * from './claims/reservation.ts';
export * from './claims/settle-claim.ts';
export * from './projections/projection.ts';
export * from './processes/process-manager.ts';
export * from './processes/wanted-command.ts';
