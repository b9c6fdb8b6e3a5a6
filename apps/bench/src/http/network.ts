import pMap from 'p-map';
import { defineOpeningBand, openAgenda } from '#agenda';
import type { Application } from '#composition';
import { capitalOf, provinces, romeDateOf } from '#italy';
import { idOf } from '#kernel/domain';
import { establishTerritorialUnit } from '#organisation';
import { giveCommand, type RegionSize } from './region.ts';

/** Commands that are given at once: as many share a durable write. */
const CONCURRENCY = 50;
/** Of each agenda. */
const HORIZON_DAYS = 7;
const WEEKDAYS = [1, 2, 3, 4, 5];

/** Opens agendas all over Italy, all of one service line, each with slots of ten minutes in the mornings of a week. */
export async function openNetwork(application: Application, { agendas }: Pick<RegionSize, 'agendas'>): Promise<void> {
  const today = romeDateOf(Date.now());
  const all = provinces(today);
  const unit = (code: string) => ({ code, name: code, aooCode: code, pec: `${code.toLowerCase()}@pec.example.org` });
  await giveCommand(application, establishTerritorialUnit, { ...unit('BENCH-DC'), kind: 'DIREZIONE_CENTRALE' });
  for (const region of new Set(all.map((province) => province.region))) {
    const seat = { kind: 'DIREZIONE_REGIONALE', parent: 'BENCH-DC', region } as const;
    await giveCommand(application, establishTerritorialUnit, { ...unit(`BENCH-DR-${region}`), ...seat });
  }
  for (const province of all) {
    const { code, region } = province;
    const seat = { region, province: code, municipality: capitalOf(province).code };
    const place = { kind: 'DIREZIONE_PROVINCIALE', parent: `BENCH-DR-${region}`, ...seat } as const;
    await giveCommand(application, establishTerritorialUnit, { ...unit(`BENCH-DP-${code}`), ...place });
  }
  const numbers = Array.from({ length: agendas }, (_, number) => number);
  await pMap(
    numbers,
    async (number) => {
      const { code = '' } = all[number % all.length] ?? {};
      const opened = await giveCommand(application, openAgenda, {
        owner: { kind: 'UNIT_DESK', unit: `BENCH-DP-${code}` },
        ...{ name: `Sportello ${number}`, serviceLine: 'PENSIONI', slotMinutes: 10, modes: ['IN_PERSON'] },
        horizonDays: HORIZON_DAYS,
      });
      await giveCommand(application, defineOpeningBand, {
        agendaId: idOf(opened.stream),
        recurrence: { kind: 'WEEKLY', every: 1, weekdays: WEEKDAYS },
        ...{ from: '08:30', to: '12:30', capacity: 5, validFrom: today },
      });
    },
    { concurrency: CONCURRENCY },
  );
  await application.processes.settled();
  await application.projections.caughtUp(await application.stores.eventStore.head());
}
