import { processManager } from '#kernel/specification';
import { unitDependantsKeeper } from '#organisation';
import type { PuntoInpsEvent } from '../domain/punto-inps/events.ts';
import { closedInps, proposedInps } from '../specification/sample-punto-inps.ts';
import { puntiInpsOfUnits } from './punti-inps-of-units.ts';

describe('a Punto INPS', () => {
  const keeper = unitDependantsKeeper([puntiInpsOfUnits]);
  const at = { stream: 'PuntoInps-inps-1' };
  const dependant = { kind: 'PUNTO_INPS', id: 'inps-1' };
  const unit = (proposedInps.data as { referenceUnit: string }).referenceUnit;
  const changed: PuntoInpsEvent = {
    type: 'PuntoInpsReferenceUnitChanged',
    data: { referenceUnit: 'FM-BOLOGNA', previous: unit, changedOn: '2026-02-20', reason: 'Riordino' },
  };

  it('needs its reference unit from its proposal on', () => {
    processManager(keeper)
      .given<PuntoInpsEvent>([proposedInps, at])
      .thenCommands({ name: 'EnterUnitDependant', data: { unit, dependant, from: '2026-01-10' } });
  });

  it('needs another one from the day on which that changes, and none once it is closed', () => {
    processManager(keeper)
      .given<PuntoInpsEvent>([proposedInps, at], [changed, at])
      .thenCommands(
        { name: 'EnterUnitDependant', data: { unit: 'FM-BOLOGNA', dependant, from: '2026-03-02' } },
        { name: 'LeaveUnit', data: { unit, dependant, leftOn: '2026-02-20' } },
      );
    const { closedOn: leftOn } = closedInps.data as { closedOn: string };
    processManager(keeper)
      .given<PuntoInpsEvent>([proposedInps, at], [closedInps, at])
      .thenCommands({ name: 'LeaveUnit', data: { unit, dependant, leftOn } });
  });

  it('T1: goes on needing the unit that stands today when an earlier change is recorded late', () => {
    const passed = [
      { unit, leftOn: '2026-02-10' },
      { unit: 'FM-IMOLA', leftOn: '2026-02-20' },
    ];
    const late: PuntoInpsEvent = {
      type: 'PuntoInpsReferenceUnitChanged',
      data: {
        ...{ referenceUnit: 'FM-IMOLA', previous: unit, changedOn: '2026-02-10', reason: 'Riordino' },
        standing: { referenceUnit: 'FM-BOLOGNA', passed },
      },
    };
    processManager(keeper)
      .given<PuntoInpsEvent>([proposedInps, at], [changed, at], [late, at])
      .thenCommands(
        { name: 'LeaveUnit', data: { unit, dependant, leftOn: '2026-02-10' } },
        { name: 'LeaveUnit', data: { unit: 'FM-IMOLA', dependant, leftOn: '2026-02-20' } },
      );
  });

  it('T2: needs it until the day on which it was closed, also where that is rectified', () => {
    const { closedOn } = closedInps.data as { closedOn: string };
    const rectified = (to: string): PuntoInpsEvent => ({
      type: 'PuntoInpsRectified',
      data: {
        ...{ rectifies: 5, of: 'PuntoInpsClosed', changes: { closedOn: to }, on: closedOn, reason: 'x' },
        ...{ act: { authority: 'x', number: '1', date: '2026-03-01' }, from: 'CLOSED', to: 'CLOSED' },
        standing: { referenceUnit: unit },
      } as never,
    });
    const closed = [
      [proposedInps, at],
      [closedInps, at],
    ] as [PuntoInpsEvent, typeof at][];
    processManager(keeper)
      .given<PuntoInpsEvent>(...closed, [rectified('2026-01-31'), at])
      .thenCommands({ name: 'LeaveUnit', data: { unit, dependant, leftOn: '2026-01-31' } });
    processManager(keeper)
      .given<PuntoInpsEvent>(...closed, [rectified(closedOn), at])
      .thenCommands();
  });
});
