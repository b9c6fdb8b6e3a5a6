import { Type } from '@sinclair/typebox';
import { servicePointSettings } from '#service-points';
import { SERVICE_LINES, ServiceClass, SERVICES } from '#services';
import { Cursor, defineQuery, everywhere, orNull, ROLES } from '#use-cases';
import { listOf, PAGE_SIZE, Text, Word, explained } from '#vocabulary';

/** Whoever has a token may read the catalogue: the same for all, and of a fixed size. */
const READERS = [everywhere(...ROLES)];
/** All of it stands on one page. */
const nextCursor = orNull(Cursor);

const ServiceAnswer = Type.Object(
  {
    id: Word,
    name: Text,
    germanName: explained(Text, 'For people who are written to in German.'),
    serviceLine: orNull(
      Word,
      'Code of the line that it belongs to; null for one of another body, which points list and nobody books here.',
    ),
    serviceClass: ServiceClass,
    owner: explained(Word, 'IPA code of the body whose service it is.'),
    secondPerson: explained(Type.Boolean(), 'Two persons come: a booking names the second.'),
  },
  { $id: 'ServiceAnswer' },
);
const ServiceLineAnswer = Type.Object({ code: Word, name: Text }, { $id: 'ServiceLineAnswer' });

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it asks for nothing in particular
export class ListServices {}

export const listServices = defineQuery({
  input: ListServices,
  summary: 'What a person may come for, by the ids that bookings name, and what points list of other bodies.',
  by: READERS,
  answer: Type.Object({ items: listOf(ServiceAnswer, PAGE_SIZE), nextCursor }, { $id: 'ServiceList' }),
  run: (_all, { settings }) => {
    const { services: ofOthers } = settings(servicePointSettings).ofOthers;
    const listed = ofOthers.map((service) => ({ ...service, serviceLine: null, secondPerson: false }));
    return Promise.resolve({ items: [...SERVICES, ...listed], nextCursor: null });
  },
});

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it asks for nothing in particular
export class ListServiceLines {}

export const listServiceLines = defineQuery({
  input: ListServiceLines,
  summary: 'What agendas are for, by the codes that they name.',
  by: READERS,
  answer: Type.Object({ items: listOf(ServiceLineAnswer, PAGE_SIZE), nextCursor }, { $id: 'ServiceLineList' }),
  run: () => Promise.resolve({ items: SERVICE_LINES, nextCursor: null }),
});
