import { randomUUID } from 'node:crypto';
import type { ParkedInstance, PlannedCommand, ProcessInstance, WorkStore } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { checkpointAt } from './read-model-writing.ts';

/** Rules of process managers that take turns by lease: whoever takes over finds all there is, and keeps it. */
export function describeWorkTurns(makeHarness: MakeHarness<WorkStore>): void {
  describe('processes that were taken over', () => {
    let harness: StoreHarness<WorkStore>;
    let store: WorkStore;
    let process: string;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    beforeEach(() => {
      process = `process-${randomUUID()}`;
    });
    afterAll(() => harness.close());

    const command: PlannedCommand = { commandId: 'c1', name: 'DoIt', data: {}, causationId: 'e', correlationId: 'c' };
    const owing = (key: string, position: string): ProcessInstance => ({
      key,
      position,
      state: { step: 1 },
      unsent: [command],
      deadlines: [{ id: 'hold', dueAt: 1000, command: { ...command, commandId: 'c2' } }],
    });
    const refused: ParkedInstance = { error: 'refused', since: '2026-03-01T09:30:00.000Z', commandId: 'c1' };

    it('let an older runner neither save nor park, before the new one has saved anything', async () => {
      await store.save(process, [owing('a', '5')], checkpointAt('5'), 4);

      await store.takeOver([process], 6);

      const calls = [
        store.save(process, [owing('a', '6'), owing('b', '6')], checkpointAt('6'), 4),
        store.save(process, [], checkpointAt('6'), 5),
        store.park(process, 'a', refused, 4),
        store.park(process, 'b', refused, 5),
        store.takeOver([process], 5),
      ];
      for (const late of await Promise.all(calls.map(rejection))) expect(late).toMatchObject({ code: 'LEASE_LOST' });
      expect(await store.checkpoint(process)).toEqual(checkpointAt('5'));
      expect(await store.load(process, ['a', 'b'])).toEqual(new Map([['a', owing('a', '5')]]));
    });

    it('refuse an older runner also when nothing was ever saved', async () => {
      await store.takeOver([process], 6);

      expect(await rejection(store.save(process, [], checkpointAt('1'), 5))).toMatchObject({ code: 'LEASE_LOST' });
      expect(await store.checkpoint(process)).toBeUndefined();
      expect(await store.processes()).not.toContain(process);
    });

    it('are all there for the new runner, time and again', async () => {
      await store.save(process, [owing('a', '5')], checkpointAt('5'), 4);
      await store.save(process, [owing('b', '6')], checkpointAt('6'));

      for (const epoch of [6, 6, 9]) {
        await store.takeOver([process], epoch);
        expect(await store.load(process, ['a', 'b'])).toEqual(
          new Map([
            ['a', owing('a', '5')],
            ['b', owing('b', '6')],
          ]),
        );
        expect((await store.unsent(process, 10)).map(({ key }) => key)).toEqual(['a', 'b']);
        expect((await store.due(process, 1000, 10)).map(({ key }) => key)).toEqual(['a', 'b']);
        expect(await store.nextDue(process)).toBe(1000);
      }
      await store.park(process, 'a', refused, 9);
      expect(await store.parked(process)).toEqual([{ ...owing('a', '5'), parked: refused }]);
      await store.park(process, 'a', undefined, 9);
      await store.save(process, [owing('b', '7')], checkpointAt('7'), 9);
      await store.settle(process, [{ key: 'a', commandId: 'c1' }]);
      expect((await store.unsent(process, 10)).map(({ key }) => key)).toEqual(['b']);
    });

    it('keep what was saved without a lease in between', async () => {
      await store.takeOver([process], 6);
      await store.save(process, [owing('a', '5')], checkpointAt('5'));
      await store.park(process, 'b', { ...refused, failedAt: { position: '12', after: '11' } });

      await store.takeOver([process], 7);

      expect([...(await store.load(process, ['a', 'b'])).keys()]).toEqual(['a', 'b']);
    });

    it('are left alone when others are', async () => {
      const other = `process-${randomUUID()}`;
      await store.save(process, [owing('a', '5')], checkpointAt('5'), 4);

      await store.takeOver([other], 6);

      await store.save(process, [owing('a', '6')], checkpointAt('6'), 4);
      expect(await store.checkpoint(process)).toEqual(checkpointAt('6'));
    });

    it('are named as long as anything of them is there', async () => {
      await store.park(process, 'a', refused);
      expect(await store.processes()).toContain(process);

      await store.reset(process);

      expect(await store.processes()).not.toContain(process);
    });
  });
}
