import { capitalOf, addDays, provinces, romeDateOf } from '#italy';
import { availabilityOf, defineOpeningBand, openAgenda } from '#agenda';
import type { Application } from '#composition';
import { deriveId, idOf, type CommandResult } from '#kernel/domain';
import { establishTerritorialUnit } from '#organisation';
import { commandMessageOf } from '#platform';
import { actorOf, type CommandUseCase, type Principal } from '#use-cases';

/** A place that may be booked, and in which province. */
export interface FreePlace {
  readonly agendaId: string;
  readonly province: string;
  readonly date: string;
  readonly start: string;
}

/** Emilia-Romagna. */
const REGION = '08';
const CENTRAL: Principal = { id: 'bench-central', role: 'central' };
const HORIZON_DAYS = 30;
const WEEKDAYS = [1, 2, 3, 4, 5];
/** Persons that a slot receives at once. */
const CAPACITY = 5;

/** How large a region of the benchmark is. */
export interface RegionSize {
  readonly agendas: number;
  /** Persons that a slot receives at once; five when absent. */
  readonly capacity?: number;
}

/** Code of the unit of a province. */
export function unitOf(province: string): string {
  return `BENCH-DP-${province}`;
}

/** Opens the desks of a region, through the commands of the product, and waits until their days are planned. */
export async function openRegion(
  application: Application,
  { agendas, capacity = CAPACITY }: RegionSize,
): Promise<void> {
  const today = romeDateOf(Date.now());
  const all = provinces(today).filter(({ region }) => region === REGION);
  const unit = (code: string) => ({ code, name: code, aooCode: code, pec: `${code.toLowerCase()}@pec.example.org` });
  const give = <T extends object>(command: CommandUseCase<T>, data: T): Promise<CommandResult> =>
    giveCommand(application, command, data);

  await give(establishTerritorialUnit, { ...unit('BENCH-DC'), kind: 'DIREZIONE_CENTRALE' });
  const region = { kind: 'DIREZIONE_REGIONALE', parent: 'BENCH-DC', region: REGION } as const;
  await give(establishTerritorialUnit, { ...unit('BENCH-DR'), ...region });
  for (const province of all) {
    const { code } = province;
    const seat = { region: REGION, province: code, municipality: capitalOf(province).code };
    const place = { kind: 'DIREZIONE_PROVINCIALE', parent: 'BENCH-DR', ...seat } as const;
    await give(establishTerritorialUnit, { ...unit(unitOf(code)), ...place });
  }
  for (let number = 0; number < agendas; number += 1) {
    const { code } = all[number % all.length] ?? { code: '' };
    const opened = await give(openAgenda, {
      owner: { kind: 'UNIT_DESK', unit: unitOf(code) },
      name: `Sportello ${number}`,
      serviceLine: 'PENSIONI',
      slotMinutes: 10,
      modes: ['IN_PERSON'],
      horizonDays: HORIZON_DAYS,
    });
    const agendaId = idOf(opened.stream);
    for (const weekday of WEEKDAYS) {
      const hours = { from: '08:30', to: '12:30', capacity, validFrom: today };
      await give(defineOpeningBand, { agendaId, weekday, ...hours });
    }
  }
  await application.processes.settled();
  await application.projections.caughtUp(await application.stores.eventStore.head());
}

/** Every free place from tomorrow on, in an order that goes round agendas, days and slots. */
export async function freePlaces(application: Application): Promise<readonly FreePlace[]> {
  const now = Date.now();
  const from = addDays(romeDateOf(now), 1);
  const to = addDays(from, HORIZON_DAYS);
  const places: (FreePlace & { readonly turn: number })[] = [];
  for (const { agendaId, province } of await agendasOf(application)) {
    for (const { date, slots } of await allDays(application, { agendaId, from, to, now, read: {} })) {
      for (const [index, { start, free }] of slots.entries()) {
        for (let place = 0; place < free; place += 1) {
          places.push({ agendaId, province, date, start, turn: place * slots.length + index });
        }
      }
    }
  }
  return places.sort((a, b) => a.turn - b.turn);
}

/** Every day of a period, answer after answer. */
async function allDays({ reader }: Application, request: Parameters<typeof availabilityOf>[1]) {
  const { items, nextCursor } = await availabilityOf(reader, request);
  const days = [...items];
  for (let cursor = nextCursor; cursor !== null;) {
    const more = await availabilityOf(reader, { ...request, cursor });
    days.push(...more.items);
    cursor = more.nextCursor;
  }
  return days;
}

async function agendasOf({ stores }: Application): Promise<{ agendaId: string; province: string }[]> {
  const found: { agendaId: string; province: string }[] = [];
  for await (const { events } of stores.eventStore.readLog({ after: '0' })) {
    for (const { type, data } of events) if (type === 'AgendaOpened') found.push(data as never);
  }
  return found;
}

/** Gives a command as the centre, in the process of the application. */
export async function giveCommand<T extends object>(
  application: Application,
  command: CommandUseCase<T>,
  data: T,
): Promise<CommandResult> {
  const commandId = deriveId('bench', command.name, JSON.stringify(data));
  const origin = { commandId, actor: actorOf(CENTRAL), correlationId: commandId, causationId: commandId };
  const Command = commandMessageOf(command);
  return application.commands.execute(new Command({ data, origin, principal: CENTRAL }));
}
