import { alternativesFor } from '#agenda';
import { DaysOfMany, daysOf } from '#agenda/specification';
import { municipalityByCode } from '#italy';
import type { ReadModelStore } from '#kernel/ports';
import { MemoryEventStore } from '#store-memory';
import { installationOn } from './installation.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();
const { MONDAY, ROMA, MILANO, planned, held } = daysOf;

/** The nearest places for somebody of Rieti, with their distances to ten kilometres. */
async function found(days: DaysOfMany) {
  const what = { serviceLine: 'PENSIONI', serviceId: 'cedolino-pensione', mode: 'IN_PERSON' } as const;
  const sought = { ...what, internal: false, units: 1, now: days.now } as const;
  const near = { near: municipalityByCode('H282'), withinKm: 100, limit: 3 };
  const { alternatives } = await alternativesFor(days.reader, { ...sought, ...near });
  return alternatives.map(({ slot: { day }, km }) => [day.agendaId, day.date, Math.round((km ?? -1) / 10) * 10]);
}

describeWithServer(server, 'A7: the nearest alternatives, of days that are kept in MongoDB', () => {
  const installation = installationOn(server?.url ?? '');
  afterAll(async () => {
    await installation.close();
    await server?.close();
  });

  it('are told by date, then by kilometres, and are as of what was written last', async () => {
    const { readModels }: { readonly readModels: ReadModelStore } = await installation.open();
    const days = await DaysOfMany.begin(new MemoryEventStore(), readModels);
    const many = Array.from({ length: 120 }, (_, number) => planned(`milano-${number}`, MONDAY, ['12:00'], MILANO));
    await days.write(
      ...many,
      planned('rieti', '2026-03-03', ['09:00']),
      planned('roma', '2026-03-03', ['08:00'], ROMA),
      planned('roma-first', MONDAY, ['16:00'], ROMA),
      planned('rieti-full', MONDAY, ['15:00']),
      held('rieti-full', MONDAY, '15:00', 'x'),
    );
    expect(await found(days)).toEqual([
      ['roma-first', MONDAY, 70],
      ['rieti', '2026-03-03', 0],
      ['roma', '2026-03-03', 70],
    ]);
    await days.write(held('roma-first', MONDAY, '16:00', 'y'), planned('rieti-second', MONDAY, ['17:00']));
    expect(await found(days)).toEqual([
      ['rieti-second', MONDAY, 0],
      ['rieti', '2026-03-03', 0],
      ['roma', '2026-03-03', 70],
    ]);
  });
});
