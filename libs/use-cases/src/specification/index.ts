export { everyPair, type Pair } from './every-pair.ts';
export { commandsOver, type Commands } from './giving.ts';
export { specify, type SpecFacts } from './use-case.ts';
