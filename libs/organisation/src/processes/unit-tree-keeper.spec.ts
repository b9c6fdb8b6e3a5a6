import { processManager } from '#kernel/specification';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import type { UnitTreeEvent } from '../domain/unit-tree/events.ts';
import { unitTreeKeeper } from './unit-tree-keeper.ts';

const established: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: { code: 'DC', kind: 'DIREZIONE_CENTRALE', name: 'Centrale', aooCode: 'INPS', pec: 'dc@pec.example.it' },
};
const claimed: UnitTreeEvent = {
  type: 'UnitTreeChangeClaimed',
  data: {
    change: { unit: 'DR', kind: 'DIREZIONE_REGIONALE', parent: 'DC', makes: 'NEW' },
    forCommandId: 'command-2',
    target: { category: 'TerritorialUnit', id: 'DR' },
    until: '2026-03-02T08:01:00.000Z',
  },
};

describe('the keeper of the tree of units', () => {
  it('enters each unit that was established', () => {
    processManager(unitTreeKeeper)
      .given(established)
      .thenCommands({
        name: 'EnterUnitInTree',
        data: { change: { unit: 'DC', kind: 'DIREZIONE_CENTRALE', makes: 'NEW' }, forCommandId: 'command-1' },
      });
  });

  it('has the tree completed at the first claim, after all units of before, and once', () => {
    processManager(unitTreeKeeper)
      .given<TerritorialUnitEvent | UnitTreeEvent>(established, claimed)
      .thenCommands({ name: 'CompleteUnitTree', data: {} });
    processManager(unitTreeKeeper).given(claimed, claimed).thenCommands();
  });

  it('confirms a change once it stands in the log of its unit', () => {
    processManager(unitTreeKeeper)
      .given({
        type: 'TerritorialUnitClosed',
        data: { code: 'DR', kind: 'DIREZIONE_REGIONALE', closedOn: '2026-03-02', reason: 'x' },
      })
      .thenCommands({ name: 'ConfirmUnitTreeChange', data: { forCommandId: 'command-1' } });
  });

  it('settles a change of the kind, too, where it stands, before another change may follow', () => {
    processManager(unitTreeKeeper)
      .given([
        {
          type: 'TerritorialUnitReclassified',
          data: {
            ...{ code: 'FP', kind: 'AGENZIA_COMPLESSA', previousKind: 'FILIALE_PROVINCIALE' },
            effectiveDate: '2026-03-02',
          },
        },
        { stream: 'TerritorialUnit-FP' },
      ])
      .thenCommands(
        { name: 'SettleUnitKindChange', data: { unit: 'FP', forCommandId: 'command-1' } },
        { name: 'ConfirmUnitTreeChange', data: { forCommandId: 'command-1' } },
      );
  });
});
