export { commandsOver, type Commands } from './giving.ts';
export { specify, type SpecFacts } from './use-case.ts';
