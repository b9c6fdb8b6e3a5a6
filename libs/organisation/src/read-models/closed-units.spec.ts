import { projection } from '#kernel/specification';
import { specify } from '#use-cases/specification';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { dependantsOf } from '../domain/unit-dependants/unit-dependants.ts';
import { there, treeWith } from '../specification/sample-tree.ts';
import { changeTerritorialUnitDetails } from '../use-cases/change-territorial-unit-details.ts';
import { closeTerritorialUnit } from '../use-cases/close-territorial-unit.ts';
import { reassignTerritorialUnit } from '../use-cases/reassign-territorial-unit.ts';
import { reclassifyTerritorialUnit } from '../use-cases/reclassify-territorial-unit.ts';
import { rectifyTerritorialUnit } from '../use-cases/rectify-territorial-unit.ts';
import { territorialUnits } from './territorial-units.ts';

const code = 'AG-1';
const FIRST = '2020-01-01';
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
const established: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: {
    ...{ code, kind: 'AGENZIA_TERRITORIALE', parent: 'DP-037', name: 'Agenzia', region: '08', province: '037' },
    ...{ municipality: 'A944', aooCode: 'INPS-AG1', pec: 'ag1@pec.example.it', establishedOn: FIRST },
  },
  effectiveAt: '2019-12-31T23:00:00.000Z',
};
const known = {
  dependants: dependantsOf({ status: 'ABSENT' }),
  kindsNeeded: {},
  tree: treeWith(
    there('DC', 'DIREZIONE_CENTRALE'),
    there('DR-08', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC' }),
    there('DP-037', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' }),
    there('DP-036', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' }),
    there(code, 'AGENZIA_TERRITORIALE', { region: '08', parent: 'DP-037', from: FIRST }),
  ),
};

type Step = (life: readonly TerritorialUnitEvent[]) => readonly TerritorialUnitEvent[];
const on = (life: readonly TerritorialUnitEvent[]) => specify(territorialUnit).given(...life);
const underAnother: Step = (life) =>
  on(life).when(reassignTerritorialUnit, { code, parent: 'DP-036', effectiveDate: '2023-06-14' }, known).events();
const ofAnotherKind: Step = (life) =>
  on(life)
    .when(reclassifyTerritorialUnit, { code, kind: 'AGENZIA_COMPLESSA', effectiveDate: '2023-06-14' }, known)
    .events();
const elsewhere: Step = (life) =>
  on(life)
    .when(changeTerritorialUnitDetails, { code, name: 'Altra', municipality: 'C265', effectiveDate: '2023-06-14' })
    .events();
const closedOn =
  (closedOn: string): Step =>
  (life) =>
    on(life).when(closeTerritorialUnit, { code, closedOn, reason: 'Riordino' }, known).events();
const closingAnnulled: Step = (life) => {
  const rectifies = life.findIndex(({ type }) => type === 'TerritorialUnitClosed');
  return on(life)
    .when(rectifyTerritorialUnit, { code, rectifies, annuls: true, reason: 'Errore', act }, known)
    .events();
};

const after = (...steps: readonly Step[]): TerritorialUnitEvent[] =>
  steps.reduce<TerritorialUnitEvent[]>((life, step) => [...life, ...step(life)], [established]);
const shown = (life: readonly TerritorialUnitEvent[]) =>
  projection(territorialUnits)
    .given<TerritorialUnitEvent>(
      ...life.map((event, revision): [TerritorialUnitEvent, { stream: string; revision: number }] => [
        event,
        { stream: `TerritorialUnit-${code}`, revision },
      ]),
    )
    .document(code);

const CHANGES = [
  ['its parent', underAnother],
  ['its kind', ofAnotherKind],
  ['its name and seat', elsewhere],
] as const;

describe('T1, T2: a unit that is closed shows what it was last, while it was there', () => {
  const atFirst = {
    ...{ state: 'CLOSED', kind: 'AGENZIA_TERRITORIALE', parent: 'DP-037', name: 'Agenzia', municipality: 'A944' },
    kinds: [{ kind: 'AGENZIA_TERRITORIALE', from: FIRST, until: '2023-04-15' }],
    parents: [{ parent: 'DP-037', from: FIRST, until: '2023-04-15' }],
  };

  it.each(CHANGES)('%s, once it turns out to have been closed before that changed', (_what, change) => {
    expect(shown(after(change, closedOn('2023-04-15')))).toMatchObject(atFirst);
  });

  it.each(CHANGES)('%s, also where that changed late, and another closing was annulled', (_what, change) => {
    const life = after(closedOn('2024-08-27'), change, closingAnnulled, closedOn('2023-04-15'));
    expect(shown(life)).toMatchObject(atFirst);
  });

  it.each(CHANGES)('%s, where that changed on the day of its closing', (_what, change) => {
    const until = '2023-06-14';
    expect(shown(after(change, closedOn(until)))).toMatchObject({
      ...atFirst,
      kinds: [{ ...atFirst.kinds[0], until }],
      parents: [{ ...atFirst.parents[0], until }],
    });
  });

  it('and whoever is told of its closing is told of the kind that it was of', () => {
    const [closing] = closedOn('2023-04-15')(after(ofAnotherKind));
    expect(closing?.data).toMatchObject({ kind: 'AGENZIA_TERRITORIALE' });
  });

  it('as it was established, where it was there on no day', () => {
    expect(shown(after(closedOn(FIRST)))).toMatchObject({
      ...{ ...atFirst, kinds: [], parents: [], closedOn: FIRST },
    });
  });
});
