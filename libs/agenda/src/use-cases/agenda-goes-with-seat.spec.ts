import { territorialUnit, type TerritorialUnitEvent } from '#organisation';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore, MemoryWorkStore } from '#store-memory';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { agendaAtWork } from '../specification/agenda-at-work.ts';
import { processOn } from '../specification/process-on-log.ts';
import { sampleProfile } from '../specification/sample-agenda.ts';
import { slot } from '../specification/sample-day.ts';
import type { AnyDay } from './on-agenda-day.ts';

const UNIT = 'DP-RIETI';
const AGENDA = sampleProfile.agendaId;
/** Rieti, which closes on 4 December, and a town of its province of which no local holiday is known. */
const [RIETI, FARA] = ['H282', 'D493'];
const FEAST = '2026-12-04';
/** 12:00 in Rome on that day, 277 days after that of samples. */
const NOON = slot(277 * 24 * 60 + 180);

const established = (municipality: string): TerritorialUnitEvent => ({
  type: 'TerritorialUnitEstablished',
  data: {
    ...{ code: UNIT, name: 'Rieti', kind: 'DIREZIONE_PROVINCIALE', aooCode: 'AOO', pec: 'x@pec.example.it' },
    ...{ region: '12', province: '057', municipality, parent: 'DR' },
  },
});
const moved = (municipality: string): TerritorialUnitEvent => ({
  type: 'TerritorialUnitDetailsChanged',
  data: {
    ...{ code: UNIT, municipality, effectiveDate: '2026-03-02' },
    standing: { name: 'Rieti', municipality, aooCode: 'AOO', pec: 'x@pec.example.it' },
  },
});
const openedIn = (municipality: string): AgendaEvent[] => [
  { type: 'AgendaOpened', data: { ...sampleProfile, horizonDays: 300, municipality } },
  {
    type: 'OpeningBandDefined',
    data: {
      ...{ agendaId: AGENDA, bandId: 'b', capacity: 1, validFrom: FEAST, validUntil: FEAST },
      ...{ weekday: 5, from: '12:00', to: '12:20' },
    },
  },
];

const statusesOf = (day: AnyDay) =>
  day.status === 'ABSENT' ? [] : [...day.appointments.values()].map(({ status }) => status);

/** A log in which nothing has followed, and what is there once everything has. */
function office() {
  const store = new MemoryEventStore();
  const { write, executor, bookOn } = processOn(store);
  return {
    ...{ write, bookOn },
    followed: async () => {
      const atWork = await agendaAtWork({
        ...{ store, work: new MemoryWorkStore() },
        ...{ keyStore: new MemoryKeyStore(), accessLog: new MemoryAccessLog() },
      });
      await atWork.settled();
      await atWork.stop();
    },
    municipality: () =>
      executor.look(agenda, AGENDA, (state) => (state.status === 'ABSENT' ? undefined : state.profile.municipality)),
    feast: () => executor.look(agendaDay, agendaDayId(AGENDA, FEAST), (state): AnyDay => state),
  };
}

describe('T4: an agenda goes with the seat of its unit', () => {
  it('to another municipality, whose holidays its days have from then on', async () => {
    const { write, followed, municipality, feast } = office();
    await write(territorialUnit, UNIT, established(RIETI));
    await write(agenda, AGENDA, ...openedIn(RIETI));
    await followed();
    expect(await feast()).toMatchObject({ status: 'ABSENT' });

    await write(territorialUnit, UNIT, moved(FARA));
    await followed();
    await expect(municipality()).resolves.toBe(FARA);
    expect(await feast()).toMatchObject({ plan: { municipality: FARA, slots: [{}] } });
  });

  it('T2: also as it is corrected: whom its holidays leave no place is displaced, on days that lie ahead', async () => {
    const { write, bookOn, followed, feast } = office();
    await write(territorialUnit, UNIT, established(FARA));
    await write(agenda, AGENDA, ...openedIn(FARA));
    await followed();
    await bookOn({ agendaId: AGENDA, date: FEAST }, NOON, 'anna');

    await write(territorialUnit, UNIT, {
      type: 'TerritorialUnitRectified',
      data: {
        ...{ rectifies: 0, of: 'TerritorialUnitEstablished', changes: { municipality: RIETI }, code: UNIT },
        ...{
          reason: 'Sede errata',
          act: { authority: 'Direzione', number: '7', date: '2026-03-02' },
          on: '2026-03-02',
        },
        standing: {
          ...{ state: 'ESTABLISHED', name: 'Rieti', municipality: RIETI, aooCode: 'AOO', pec: 'x@pec.example.it' },
          ...{ kinds: [{ value: 'DIREZIONE_PROVINCIALE' }], parents: [{ value: 'DR' }] },
        },
      },
    });
    await followed();
    expect(await feast()).toMatchObject({ plan: { municipality: RIETI, slots: [] } });
    expect(statusesOf(await feast())).toEqual(['DISPLACED']);
  });

  it('also in a log of before, in which it was left behind', async () => {
    const { write, followed, municipality } = office();
    await write(territorialUnit, UNIT, established(FARA));
    await write(agenda, AGENDA, ...openedIn(FARA));
    await write(territorialUnit, UNIT, moved(RIETI));
    await followed();
    await expect(municipality()).resolves.toBe(RIETI);
  });
});
