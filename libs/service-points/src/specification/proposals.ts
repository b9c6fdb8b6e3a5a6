import type { EventStore } from '#kernel/ports';
import { NEEDING_A_KIND, organisation } from '#organisation';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver } from '#use-cases/specification';
import { puntiInps } from '../punti-inps.ts';
import { changeReferenceUnitOfPuntoInps } from '../use-cases/punto-inps/change-reference-unit-of-punto-inps.ts';
import { closePuntoInps } from '../use-cases/punto-inps/close-punto-inps.ts';
import { proposePuntoInps } from '../use-cases/punto-inps/propose-punto-inps.ts';
import { rectifyPuntoInps, type RectifyPuntoInps } from '../use-cases/punto-inps/rectify-punto-inps.ts';

/*
 * Punti INPS that are proposed in a province of Emilia-Romagna, by processes that have a log in common, for specifications of
 * what no single rule shows.
 */

/** Every event that proposals read or write. */
export const EVENTS_OF_PROPOSALS = [organisation, puntiInps].flatMap((context) => context.events);
const SINCE = '2020-01-01';
const PLACE = { region: '08', province: '037', municipality: 'A944' };

/** A unit of the province, and the one above it. */
interface UnitOfProvince {
  readonly code: string;
  readonly kind: string;
  readonly parent: string;
}

/** A process: its own command bus and caches over the log. */
export function proposingOn(store: EventStore) {
  const commands = commandsOver({ store, events: EVENTS_OF_PROPOSALS });
  const commandOf = (name: string) => organisation.commands.find((command) => command.name === name)!;
  const give = (name: string, input: object, key = name) => commands.give(commandOf(name), input, { key });
  const establish = (code: string, kind: string, more: object) => {
    const data = { code, kind, name: code, aooCode: code, pec: `${code.toLowerCase()}@pec.example.it`, ...more };
    return give('EstablishTerritorialUnit', { ...data, establishedOn: SINCE }, `establish ${code}`);
  };
  return {
    ...commands,
    /** Carries a command on units out, by its name. */
    organise: give,
    /** The centre, the directorate of the region (DR), and units of the province. */
    setUp: async (...units: readonly UnitOfProvince[]): Promise<void> => {
      await establish('DC', 'DIREZIONE_CENTRALE', {});
      await establish('DR', 'DIREZIONE_REGIONALE', { region: PLACE.region, parent: 'DC' });
      for (const { code, kind, parent } of units) await establish(code, kind, { ...PLACE, parent });
      await give('CompleteUnitTree', {}, 'complete');
    },
    propose: (
      key: string,
      units: { proposedBy: string; referenceUnit: string; replaces?: string; proposedOn?: string },
      as?: AnyPrincipal,
    ) => {
      const address = { street: 'Via Emilia 1', postalCode: '40026' };
      const point = { name: 'Punto INPS', ...PLACE, address, ground: 'LOW_COMPLEXITY' as const, ...units };
      return commands.give(proposePuntoInps, point, { key, ...(as && { as }) });
    },
    /** The point has another reference unit from a day on. */
    moveUnder: (puntoInpsId: string, referenceUnit: string, changedOn: string) => {
      const change = { puntoInpsId, referenceUnit, changedOn, reason: 'Riordino' };
      return commands.give(changeReferenceUnitOfPuntoInps, change, { key: `under ${referenceUnit} ${changedOn}` });
    },
    /** A fact of the point was of other days, or, where none are said, never was. */
    rectifyPoint: (puntoInpsId: string, rectifies: number, changes?: RectifyPuntoInps['changes']) => {
      const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
      const right = changes ? { changes } : { annuls: true as const };
      const correction = { puntoInpsId, rectifies, ...right, reason: 'Errore', act };
      return commands.give(rectifyPuntoInps, correction, { key: `rectify ${rectifies} ${JSON.stringify(changes)}` });
    },
    closePoint: (puntoInpsId: string, closedOn: string) =>
      commands.give(closePuntoInps, { puntoInpsId, closedOn, reason: 'REORGANISATION' }, { key: `close ${closedOn}` }),
    /** What the keeper of the units gives once a point has been under a unit until a day. */
    leave: (puntoInpsId: string, unit: string, leftOn: string) => {
      const dependant = { kind: NEEDING_A_KIND.puntoInps, id: puntoInpsId };
      return give('LeaveUnit', { unit, dependant, leftOn }, `leave ${unit} ${leftOn}`);
    },
  };
}
