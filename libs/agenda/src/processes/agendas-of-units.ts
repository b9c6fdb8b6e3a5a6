import { dependsOnUnit, tells } from '#use-cases';
import { AgendaClosed, AgendaOpened, AgendaTransferred } from '../domain/events/agenda-events.ts';

/** An agenda needs its unit to be there until it is closed. */
export const agendasOfUnits = dependsOnUnit('AGENDA', [
  tells(AgendaOpened, ({ owner: { unit } }) => ({ unit, isNeeded: true })),
  tells(AgendaTransferred, ({ unit }) => ({ unit })),
  tells(AgendaClosed, ({ effectiveDate }) => ({ isNeeded: false, leftOn: effectiveDate })),
]);
