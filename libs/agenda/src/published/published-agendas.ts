import { Type } from '@sinclair/typebox';
import { at, madeFrom, publish } from '#use-cases';
import { CadastralCode, explained, Id, LocalDate, oneOf, ProvinceCode, RegionCode, whole, Word } from '#vocabulary';
import * as events from '../domain/events/agenda-events.ts';
import { MODES, OWNER_KINDS } from '../domain/vocabulary.ts';

/* What outsiders are told of the agendas at which people are received. Their hours are asked for, and not told. */

const owner = {
  owner: explained(oneOf(OWNER_KINDS), 'Whose it is.'),
  unit: explained(Id, 'Code of the unit.'),
  point: Type.Optional(explained(Id, 'Id of the Punto INPS, where it is one of those.')),
  region: RegionCode,
  province: ProvinceCode,
  municipality: Type.Optional(CadastralCode),
};
const ownerAsItIs = {
  ...{ owner: at('owner.kind'), unit: at('owner.unit'), point: at('owner.point') },
  ...{ region: at('region'), province: at('province'), municipality: at('municipality') },
};

export const publishedAgendas = [
  publish({
    type: 'agenda.opened.v1',
    title: 'Agenda aperta',
    about: 'There is an agenda at which people are received: whose, where, and for what.',
    fields: {
      ...{ ...owner, serviceLine: Word, slotMinutes: whole(1, 1_440) },
      modes: Type.Array(oneOf(MODES), { minItems: 1 }),
    },
    made: [
      madeFrom(events.AgendaOpened, {
        ...{ ...ownerAsItIs, serviceLine: at('serviceLine'), slotMinutes: at('slotMinutes'), modes: at('modes') },
      }),
    ],
  }),
  publish({
    type: 'agenda.transferred.v1',
    title: 'Agenda passata ad altra struttura',
    about:
      'An agenda belongs to another office or point, and stands where that does. Who reads where it stood is told, too.',
    fields: owner,
    made: [
      madeFrom(events.AgendaTransferred, ownerAsItIs, {
        left: { region: at('previous.region'), province: at('previous.province') },
      }),
    ],
  }),
  publish({
    type: 'agenda.relocated.v1',
    title: 'Agenda in altro comune',
    about: 'People are received in another municipality, as the seat of its unit moved or was corrected.',
    fields: { municipality: Type.Optional(CadastralCode) },
    made: [madeFrom(events.AgendaRelocated, { municipality: at('municipality') })],
  }),
  publish({
    type: 'agenda.closed.v1',
    title: 'Agenda chiusa',
    about: 'Nobody is received at an agenda any more from a day on.',
    fields: { from: explained(LocalDate, 'First day on which nobody is received.') },
    made: [madeFrom(events.AgendaClosed, { from: at('effectiveDate') })],
  }),
];
