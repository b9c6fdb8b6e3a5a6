export { asJson, SPEC_COMMAND_ID, SPEC_NOW } from './expectations.ts';
export { decisionsOn, refused, type Refused } from './decision.ts';
export { processManager } from './process-manager.ts';
export { projection } from './projection.ts';
export { recorded, recordedLog, type Envelope } from './recorded.ts';
export { saying } from './saying.ts';
export { counter, counterRegistry, originOf, SpecClock, type CounterEvent } from './counters.ts';
export { intercept, outcomeUnknown, unavailable } from './faults.ts';
export { racing } from './racing.ts';
