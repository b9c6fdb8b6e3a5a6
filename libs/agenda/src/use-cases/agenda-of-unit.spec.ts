import { idOf } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import { closeTerritorialUnit, establishTerritorialUnit, organisation } from '#organisation';
import { MemoryEventStore } from '#store-memory';
import { commandsOver } from '#use-cases/specification';
import { agendas } from '../agenda.ts';
import { openAgenda } from './open-agenda.ts';

const refusal = (code: string, facts: object = {}): unknown =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });

/** A process over the log, as it opens agendas and closes units. */
function processOn(store: EventStore) {
  const { give } = commandsOver({ store, events: [...organisation.events, ...agendas.events] });
  const place = { region: '08', province: '037', municipality: 'A944' };
  const unit = (code: string) => ({
    code,
    name: code,
    aooCode: code,
    pec: 'x@pec.example.it',
    establishedOn: '2020-01-01',
  });
  return {
    establish: async () => {
      await give(establishTerritorialUnit, { ...unit('DC'), kind: 'DIREZIONE_CENTRALE' }, { key: 'DC' });
      const regional = { ...unit('DR'), kind: 'DIREZIONE_REGIONALE', parent: 'DC', region: '08' } as const;
      await give(establishTerritorialUnit, regional, { key: 'DR' });
      const provincial = { ...unit('DP'), kind: 'DIREZIONE_PROVINCIALE', parent: 'DR', ...place } as const;
      await give(establishTerritorialUnit, provincial, { key: 'DP' });
      const complete = organisation.commands.find(({ name }) => name === 'CompleteUnitTree')!;
      await give(complete, {}, { key: 'complete' });
    },
    open: (key: string) =>
      give(
        openAgenda,
        {
          owner: { kind: 'UNIT_DESK', unit: 'DP' },
          ...{ name: 'Sportello', serviceLine: 'PENSIONI', slotMinutes: 10, modes: ['IN_PERSON'] },
        },
        { key },
      ),
    close: (key: string, closedOn?: string) =>
      give(closeTerritorialUnit, { code: 'DP', reason: 'Riordino', ...(closedOn ? { closedOn } : {}) }, { key }),
    leave: (id: string, leftOn: string) => {
      const leave = organisation.commands.find(({ name }) => name === 'LeaveUnit')!;
      return give(leave, { unit: 'DP', dependant: { kind: 'AGENDA', id }, leftOn }, { key: `${id} ${leftOn}` });
    },
  };
}

describe('a unit that agendas need', () => {
  it('is not closed while one is open, which is told, nor for a day on which one still was', async () => {
    const office = processOn(new MemoryEventStore());
    await office.establish();
    const id = idOf((await office.open('a')).stream);
    await expect(office.close('first')).rejects.toEqual(
      refusal('TERRITORIAL_UNIT_HAS_DEPENDANTS', { total: 1, dependants: [`AGENDA ${id}`] }),
    );
    await office.leave(id, '2026-02-20');
    await expect(office.close('second', '2026-02-19')).rejects.toEqual(
      refusal('TERRITORIAL_UNIT_WAS_NEEDED', { freeFrom: '2026-02-20' }),
    );
    await expect(office.close('third', '2026-02-20')).resolves.toMatchObject({ revision: 1 });
    await expect(office.open('b')).rejects.toEqual(refusal('UNIT_CLOSED'));
  });

  it('is closed from the day on which the last of them left, wherever that comes to lie', async () => {
    const office = processOn(new MemoryEventStore());
    await office.establish();
    const [one, other] = [idOf((await office.open('a')).stream), idOf((await office.open('b')).stream)];
    await office.leave(one, '2026-02-20');
    await office.leave(other, '2026-02-05');
    await office.leave(one, '2026-02-10');
    await expect(office.close('first', '2026-02-09')).rejects.toEqual(
      refusal('TERRITORIAL_UNIT_WAS_NEEDED', { freeFrom: '2026-02-10' }),
    );
    await office.leave(one, '2026-02-01');
    await expect(office.close('second', '2026-02-04')).rejects.toEqual(
      refusal('TERRITORIAL_UNIT_WAS_NEEDED', { freeFrom: '2026-02-05' }),
    );
    await expect(office.close('third', '2026-02-05')).resolves.toMatchObject({ revision: 1 });
  });

  it('tells the number of all and names some', async () => {
    const office = processOn(new MemoryEventStore());
    await office.establish();
    for (let number = 0; number < 25; number += 1) await office.open(`agenda ${number}`);
    const refused: unknown = await office.close('close').catch((error: unknown) => error);
    const { total, dependants } = (refused as { facts: { total: number; dependants: string[] } }).facts;
    expect([total, dependants.length]).toEqual([25, 20]);
  });

  it('raced from two processes is closed, or has its agenda, and never both', async () => {
    for (const first of ['open', 'close'] as const) {
      const store = new MemoryEventStore();
      await processOn(store).establish();
      const other = processOn(store);
      let isRaced = false;
      let raced: Promise<unknown> = Promise.resolve();
      // The second comes when the first has decided, and has not written its act yet.
      const slow = intercept<EventStore>(store, {
        append: async (request) => {
          if (/^(Agenda|TerritorialUnit)-/.test(request.stream) && !isRaced) {
            isRaced = true;
            raced = first === 'open' ? other.close('second') : other.open('second');
            await raced.catch(() => undefined);
          }
          return store.append(request);
        },
      });
      await processOn(slow)[first]('first');
      await expect(raced).rejects.toEqual(
        refusal(first === 'open' ? 'TERRITORIAL_UNIT_HAS_DEPENDANTS' : 'TERRITORIAL_UNIT_CLOSING'),
      );
    }
  });

  it('that is not closed after all takes agendas again', async () => {
    const store = new MemoryEventStore();
    await processOn(store).establish();
    let isOpened = false;
    const slow = intercept<EventStore>(store, {
      append: async (request) => {
        // An agenda is opened between the decision and the claim.
        if (request.stream === 'UnitDependants-DP' && !isOpened) {
          isOpened = true;
          await processOn(store).open('first');
        }
        return store.append(request);
      },
    });
    await expect(processOn(slow).close('close')).rejects.toEqual(refusal('TERRITORIAL_UNIT_HAS_DEPENDANTS'));
    await expect(processOn(store).open('second')).resolves.toMatchObject({ revision: 0 });
  });
});
