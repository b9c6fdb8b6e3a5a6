export { everyPair, type Pair } from './every-pair.ts';
export { followersOver, settle, type Following } from './following.ts';
export { commandsOver, type Commands } from './giving.ts';
export { mailLookUps } from './mail-look-ups.ts';
export { actsTried, livesFrom } from './random-lives.ts';
export { randomNumbers } from './random-numbers.ts';
export { randomSuspensions } from './random-suspensions.ts';
export { specify, type SpecFacts } from './use-case.ts';
