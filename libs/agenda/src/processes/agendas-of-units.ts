import { dependsOnUnit, tells } from '#use-cases';
import { DeskClosed, DeskOpened, DeskTransferred } from '../domain/desks/events.ts';
import { AgendaClosed, AgendaOpened, AgendaTransferred } from '../domain/events/agenda-events.ts';

/** An agenda needs its unit to be there until it is closed. */
export const agendasOfUnits = dependsOnUnit('AGENDA', [
  tells(AgendaOpened, ({ owner: { unit } }) => ({ unit, isNeeded: true })),
  tells(AgendaTransferred, ({ unit }) => ({ unit })),
  tells(AgendaClosed, ({ effectiveDate }) => ({ isNeeded: false, leftOn: effectiveDate })),
]);

/** A desk needs its unit to be there until it is closed. */
export const desksOfUnits = dependsOnUnit('DESK', [
  tells(DeskOpened, ({ owner: { unit } }) => ({ unit, isNeeded: true })),
  tells(DeskTransferred, ({ unit }) => ({ unit })),
  tells(DeskClosed, ({ closedOn: leftOn }) => ({ isNeeded: false, leftOn })),
]);
