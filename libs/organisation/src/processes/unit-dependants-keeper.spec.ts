import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { processManager } from '#kernel/specification';
import { dependsOnUnit, tells } from '#use-cases';
import { unitDependantsKeeper } from './unit-dependants-keeper.ts';

// Kiosks that stand at a unit once they are open.
const Built = defineEvent({ type: 'KioskBuilt', schema: Type.Object({ unit: Type.String() }) });
const Opened = defineEvent({ type: 'KioskOpened', schema: Type.Object({}) });
const Moved = defineEvent({ type: 'KioskMoved', schema: Type.Object({ unit: Type.String() }) });
const Shut = defineEvent({ type: 'KioskShut', schema: Type.Object({ shutOn: Type.String() }) });
type KioskEvent = EventsOf<readonly [typeof Built, typeof Opened, typeof Moved, typeof Shut]>;

const keeper = unitDependantsKeeper([
  dependsOnUnit('KIOSK', [
    tells(Built, ({ unit }) => ({ unit })),
    tells(Opened, () => ({ isNeeded: true })),
    tells(Moved, ({ unit }) => ({ unit })),
    tells(Shut, ({ shutOn: leftOn }) => ({ isNeeded: false, leftOn })),
  ]),
]);

describe('what needs a unit', () => {
  const at = { stream: 'Kiosk-1' };
  const built: [KioskEvent, typeof at] = [{ type: 'KioskBuilt', data: { unit: 'DP-1' } }, at];
  const opened: [KioskEvent, typeof at] = [{ type: 'KioskOpened', data: {} }, at];
  const dependant = { kind: 'KIOSK', id: '1' };
  const entered = { name: 'EnterUnitDependant', data: { unit: 'DP-1', dependant, from: '2026-03-02' } };

  it('is entered once it is needed, not when the unit is named', () => {
    processManager(keeper).given<KioskEvent>(built).thenCommands();
    processManager(keeper).given<KioskEvent>(built, opened).thenCommands(entered);
  });

  it('leaves on its legal day, for good or for another unit', () => {
    processManager(keeper)
      .given<KioskEvent>(built, opened, [{ type: 'KioskShut', data: { shutOn: '2026-05-01' } }, at])
      .thenCommands({ name: 'LeaveUnit', data: { unit: 'DP-1', dependant, leftOn: '2026-05-01' } });
    const moved: KioskEvent = { type: 'KioskMoved', data: { unit: 'DP-2' }, effectiveAt: '2026-03-31T22:00:00.000Z' };
    processManager(keeper)
      .given<KioskEvent>(built, opened, [moved, at])
      .thenCommands(
        { name: 'EnterUnitDependant', data: { unit: 'DP-2', dependant, from: '2026-04-01' } },
        { name: 'LeaveUnit', data: { unit: 'DP-1', dependant, leftOn: '2026-04-01' } },
      );
  });
});
