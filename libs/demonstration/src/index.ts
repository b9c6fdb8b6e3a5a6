export { DemoBookings, instantInRome } from './demo-bookings.ts';
export { DemoClock } from './demo-clock.ts';
export { actOn, type DemoAct, type DemoAgenda } from './demo-month.ts';
export { buildNetwork, extentOf, type DemoNetwork } from './demo-network.ts';
export { DemoStage, type Tally } from './demo-stage.ts';
export type { LogTally } from './log-tally.ts';
export { fictitiousBodyCode, fictitiousPerson, type FictitiousPerson } from './people.ts';
export { Random } from './random.ts';
