export { decider, SPEC_COMMAND_ID, SPEC_NOW } from './decider.ts';
export { processManager } from './process-manager.ts';
export { projection } from './projection.ts';
export { recorded, recordedLog, type Envelope } from './recorded.ts';
