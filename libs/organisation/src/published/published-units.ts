import { Type } from '@sinclair/typebox';
import { at, correctionOf, correctionSchema, madeFrom, publish } from '#use-cases';
import { CadastralCode, explained, LocalDate, oneOf, ProvinceCode, RegionCode, Text } from '#vocabulary';
import {
  TerritorialUnitClosed,
  TerritorialUnitDetailsChanged,
  TerritorialUnitEstablished,
  TerritorialUnitReassigned,
  TerritorialUnitReclassified,
  TerritorialUnitRectified,
} from '../domain/events.ts';
import { UNIT_KIND_NAMES } from '../domain/unit-kinds.ts';

/* What outsiders are told of the offices of the institute. */

const code = explained(Text, 'Of the unit; it is never given again.');
const kind = oneOf(UNIT_KIND_NAMES);
const unit = { thing: at('code') };
const from = (description: string) => explained(LocalDate, description);

export const publishedUnits = [
  publish({
    type: 'territorial-unit.established.v1',
    title: 'Struttura territoriale istituita',
    about: 'There is an office of the institute: what it is, where, and under which other.',
    fields: {
      ...{ code, kind, name: Text, parent: Type.Optional(explained(Text, 'Code of the unit above.')) },
      ...{ region: Type.Optional(RegionCode), province: Type.Optional(ProvinceCode) },
      municipality: Type.Optional(CadastralCode),
      from: Type.Optional(from('First day it is there.')),
    },
    made: [
      madeFrom(
        TerritorialUnitEstablished,
        {
          ...{ code: at('code'), kind: at('kind'), name: at('name'), parent: at('parent') },
          ...{ region: at('region'), province: at('province'), municipality: at('municipality') },
          from: at('establishedOn'),
        },
        unit,
      ),
    ],
  }),
  publish({
    type: 'territorial-unit.reclassified.v1',
    title: 'Struttura territoriale di altro tipo',
    about: 'An office is of another kind from a day on.',
    fields: { code, kind, previousKind: kind, from: from('First day under this kind.') },
    made: [
      madeFrom(
        TerritorialUnitReclassified,
        { code: at('code'), kind: at('kind'), previousKind: at('previousKind'), from: at('effectiveDate') },
        unit,
      ),
    ],
  }),
  publish({
    type: 'territorial-unit.reassigned.v1',
    title: 'Struttura territoriale sotto altra struttura',
    about: 'An office stands under another from a day on.',
    fields: { code, parent: Text, previousParent: Type.Optional(Text), from: from('First day under this parent.') },
    made: [
      madeFrom(
        TerritorialUnitReassigned,
        { code: at('code'), parent: at('parent'), previousParent: at('previousParent'), from: at('effectiveDate') },
        unit,
      ),
    ],
  }),
  publish({
    type: 'territorial-unit.details-changed.v1',
    title: 'Struttura territoriale con altri dati',
    about: 'An office is called otherwise or has its seat in another municipality from a day on.',
    fields: {
      ...{ code, name: Type.Optional(Text), municipality: Type.Optional(CadastralCode) },
      from: from('First day.'),
    },
    made: [
      madeFrom(
        TerritorialUnitDetailsChanged,
        { code: at('code'), name: at('name'), municipality: at('municipality'), from: at('effectiveDate') },
        unit,
      ),
    ],
  }),
  publish({
    type: 'territorial-unit.closed.v1',
    title: 'Struttura territoriale soppressa',
    about: 'An office is there no longer from a day on.',
    fields: { code, kind, from: from('First day on which it is there no longer.') },
    made: [madeFrom(TerritorialUnitClosed, { code: at('code'), kind: at('kind'), from: at('closedOn') }, unit)],
  }),
  publish({
    type: 'territorial-unit.corrected.v1',
    title: 'Dati della struttura rettificati',
    about: 'What was told of an office was wrong: from now on it counts as it is said here.',
    fields: {
      ...{ ...correctionSchema, code, kind: Type.Optional(kind), parent: Type.Optional(Text) },
      stands: explained(oneOf(['ESTABLISHED', 'CLOSED']), 'How it stands today, with all that was recorded by now.'),
    },
    made: [
      madeFrom(
        TerritorialUnitRectified,
        {
          ...correctionOf(['establishedOn', 'effectiveDate', 'closedOn']),
          ...{ code: at('code'), kind: at('changes.kind'), parent: at('changes.parent') },
          stands: at('standing.state'),
        },
        unit,
      ),
    ],
  }),
];
