import { everyPair } from '#use-cases/specification';
import type { HostBodyEvent, TerritorialUnitEvent } from '../domain/events.ts';
import { hostBody, type HostBody } from '../domain/host-body.ts';
import { territorialUnit, type LivedUnit } from '../domain/territorial-unit.ts';
import { dependantsOf } from '../domain/unit-dependants/unit-dependants.ts';
import { organisation } from '../organisation.ts';
import { there, treeWith } from '../specification/sample-tree.ts';

const place = { region: '08', province: '037', municipality: 'A944' };
const profile = { code: 'AG-1', kind: 'AGENZIA_TERRITORIALE' as const, parent: 'DP-037', name: 'Agenzia', ...place };
const mailbox = { aooCode: 'INPS-AG1', pec: 'ag1@pec.example.it' };
const established: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: { ...profile, ...mailbox, establishedOn: '2020-01-01' },
};
const closed: TerritorialUnitEvent = {
  type: 'TerritorialUnitClosed',
  data: { code: 'AG-1', kind: 'AGENZIA_TERRITORIALE', closedOn: '2026-02-20', reason: 'Riordino' },
};
const above = [
  there('DC', 'DIREZIONE_CENTRALE'),
  there('DR-08', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC' }),
  there('DP-037', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' }),
  there('DP-036', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' }),
];
const agency = there('AG-1', 'AGENZIA_TERRITORIALE', { region: '08', parent: 'DP-037', from: '2020-01-01' });
const tree = treeWith(...above, agency, { unit: 'AG-1', makes: 'CLOSED', from: '2026-02-20' });
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
const dependants = dependantsOf({ status: 'ABSENT' });

describe('every state of a unit with every command', () => {
  // A unit that was closed is changed for a day on which it was there (T1).
  const before = { effectiveDate: '2026-02-01' };
  const trials: Parameters<typeof everyPair<LivedUnit, TerritorialUnitEvent>>[1]['trials'] = {
    EstablishTerritorialUnit: {
      input: { ...profile, ...mailbox },
      facts: { tree: treeWith(...above), parentIsThere: true },
      brings: { ABSENT: ['TerritorialUnitEstablished'] },
    },
    ReclassifyTerritorialUnit: {
      input: { code: 'AG-1', kind: 'AGENZIA_COMPLESSA', ...before },
      facts: { tree, dependants, kindsNeeded: {} },
      brings: { ESTABLISHED: ['TerritorialUnitReclassified'], CLOSED: ['TerritorialUnitReclassified'] },
    },
    ReassignTerritorialUnit: {
      input: { code: 'AG-1', parent: 'DP-036', ...before },
      facts: { tree },
      brings: { ESTABLISHED: ['TerritorialUnitReassigned'], CLOSED: ['TerritorialUnitReassigned'] },
    },
    ChangeTerritorialUnitDetails: {
      input: { code: 'AG-1', pec: 'new@pec.example.it', ...before },
      brings: { ESTABLISHED: ['TerritorialUnitDetailsChanged'], CLOSED: ['TerritorialUnitDetailsChanged'] },
    },
    RectifyTerritorialUnit: {
      input: { code: 'AG-1', rectifies: 0, changes: { pec: 'new@pec.example.it' }, reason: 'Errata', act },
      facts: { tree, dependants, kindsNeeded: {} },
      brings: { ESTABLISHED: ['TerritorialUnitRectified'], CLOSED: ['TerritorialUnitRectified'] },
    },
    CloseTerritorialUnit: {
      input: { code: 'AG-1', reason: 'Riordino' },
      facts: { tree: treeWith(...above, agency), dependants },
      brings: { ESTABLISHED: ['TerritorialUnitClosed'] },
    },
  };
  const lives = { ESTABLISHED: [established], CLOSED: [established, closed] };

  it.each(everyPair(territorialUnit, { lives, commands: organisation.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});

describe('every state of a hosting body with every command', () => {
  const body = {
    ...{ kind: 'PUBLIC_ADMINISTRATION' as const, name: 'Comune dimostrativo', fiscalCode: '80078750587' },
    ...{ ipaCode: 'c_demo', ...place },
  };
  const trials: Parameters<typeof everyPair<HostBody, HostBodyEvent>>[1]['trials'] = {
    RegisterHostBody: { input: body, facts: { institute: 'inps' }, brings: { ABSENT: ['HostBodyRegistered'] } },
    CorrectHostBodyDetails: {
      input: { hostBodyId: 'host-1', name: 'Comune corretto' },
      facts: { institute: 'inps' },
      brings: { REGISTERED: ['HostBodyDetailsCorrected'] },
    },
  };
  const lives = { REGISTERED: [{ type: 'HostBodyRegistered' as const, data: { id: 'host-1', ...body } }] };

  it.each(everyPair(hostBody, { lives, commands: organisation.commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
