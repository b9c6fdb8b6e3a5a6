import { randomUUID } from 'node:crypto';
import {
  MAX_INSTANCE_BYTES,
  type Checkpoint,
  type Deadline,
  type ParkedInstance,
  type PlannedCommand,
  type ProcessInstance,
  type WorkStore,
} from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';

/** Rules of process instances: guarded, each with what it owes, until that is settled. */
export function describeProcesses(makeHarness: MakeHarness<WorkStore>): void {
  describe('processes', () => {
    let harness: StoreHarness<WorkStore>;
    let store: WorkStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const freshProcess = (): string => `process-${randomUUID()}`;
    const checkpoint = (position: string): Checkpoint => ({ logId: 'log', position });
    const command = (commandId: string): PlannedCommand => ({
      commandId,
      name: 'DeactivatePuntoCliente',
      data: { point: 'è', reasons: ['protocol-ended'] },
      causationId: 'event',
      correlationId: 'correlation',
    });
    const deadline = (id: string, dueAt: number, commandId = `${id}-command`): Deadline => ({
      id,
      dueAt,
      command: command(commandId),
    });
    const instance = (key: string, position: string, more: Partial<ProcessInstance> = {}): ProcessInstance => ({
      key,
      position,
      state: { step: 1 },
      unsent: [],
      deadlines: [],
      ...more,
    });
    const refused: ParkedInstance = { error: 'refused', since: '2026-03-01T09:30:00.000Z', commandId: 'c1' };
    const failed: ParkedInstance = {
      error: 'no such step',
      since: '2026-03-01T09:30:00.000Z',
      failedAt: { position: '12', after: '11' },
    };
    const keysOf = (instances: readonly { key: string }[]): string[] => instances.map(({ key }) => key);

    it('come back as they were saved, with their checkpoint', async () => {
      const process = freshProcess();
      const saved = instance('a', '5', {
        unsent: [command('c1'), command('c2')],
        deadlines: [deadline('hold', 1000), deadline('reminder', 2000)],
      });
      expect(await store.checkpoint(process)).toBeUndefined();

      await store.save(process, [saved], { ...checkpoint('6'), incompleteSince: '4' });

      expect(await store.load(process, ['a', 'absent'])).toEqual(new Map([['a', saved]]));
      expect(await store.checkpoint(process)).toEqual({ ...checkpoint('6'), incompleteSince: '4' });
      expect(await store.processes()).toContain(process);
    });

    it('may be as large as the kernel lets them be', async () => {
      const process = freshProcess();
      const large = instance('a', '5', {
        state: 'è'.repeat((MAX_INSTANCE_BYTES - 4_096) / 2),
        unsent: [command('c1')],
      });

      await store.save(process, [large], checkpoint('5'));

      expect((await store.load(process, ['a'])).get('a')).toEqual(large);
      await store.settle(process, [{ key: 'a', commandId: 'c1' }]);
      expect(await store.unsent(process, 10)).toEqual([]);
    });

    it('do not see each other’s instances', async () => {
      const [one, other] = [freshProcess(), freshProcess()];
      await store.save(one, [instance('a', '5', { unsent: [command('c1')] })], checkpoint('5'));

      await store.save(other, [], checkpoint('9'));

      expect(await store.load(other, ['a'])).toEqual(new Map());
      expect(await store.unsent(other, 10)).toEqual([]);
      expect(await store.checkpoint(one)).toEqual(checkpoint('5'));
    });

    it('are replaced as a whole from a later position, and never from an earlier one', async () => {
      const process = freshProcess();
      const first = instance('a', '9', { unsent: [command('c1')], deadlines: [deadline('hold', 1000)] });
      await store.save(process, [first], checkpoint('9'));

      const late = { state: { step: 0 }, unsent: [command('c0')], deadlines: [deadline('hold', 1)] };
      await store.save(process, [instance('a', '8', late), instance('b', '8')], checkpoint('9'));
      expect((await store.load(process, ['a', 'b'])).get('a')).toEqual(first);
      expect((await store.load(process, ['b'])).has('b')).toBe(true);

      const next = instance('a', '10', { state: { step: 2 }, deadlines: [deadline('reminder', 500)] });
      await store.save(process, [next], checkpoint('10'));
      expect((await store.load(process, ['a'])).get('a')).toEqual(next);
      expect(await store.nextDue(process)).toBe(500);
    });

    it('are parked where they stand when the fold of the next event fails', async () => {
      const process = freshProcess();
      const standing = instance('a', '9', { unsent: [command('c1')] });
      await store.save(process, [standing], checkpoint('9'));

      await store.save(process, [{ ...standing, parked: failed }], checkpoint('12'));

      expect(await store.parked(process)).toEqual([{ ...standing, parked: failed }]);
      expect(await store.checkpoint(process)).toEqual(checkpoint('12'));
    });

    it('that are over still owe what is unsent, and have no state', async () => {
      const process = freshProcess();
      await store.save(process, [instance('a', '1')], checkpoint('1'));

      await store.save(process, [instance('a', '2', { state: undefined, unsent: [command('c1')] })], checkpoint('2'));
      expect(keysOf(await store.unsent(process, 10))).toEqual(['a']);

      await store.settle(process, [{ key: 'a', commandId: 'c1' }]);
      expect(await store.unsent(process, 10)).toEqual([]);
      expect((await store.load(process, ['a'])).get('a')?.state).toBeUndefined();
    });

    it('give their unsent commands in order of position, so many as asked', async () => {
      const process = freshProcess();
      await store.save(
        process,
        [
          instance('late', '100', { unsent: [command('c3')] }),
          instance('idle', '50'),
          instance('early', '9', { unsent: [command('c1'), command('c2')] }),
        ],
        checkpoint('100'),
      );

      expect(keysOf(await store.unsent(process, 10))).toEqual(['early', 'late']);
      expect(keysOf(await store.unsent(process, 1))).toEqual(['early']);
    });

    it('give the deadlines that are due, earliest first, so many as asked', async () => {
      const process = freshProcess();
      await store.save(
        process,
        [
          instance('a', '1', { deadlines: [deadline('x', 3000), deadline('y', 1000)] }),
          instance('b', '2', { deadlines: [deadline('x', 2000)] }),
        ],
        checkpoint('2'),
      );

      expect(await store.due(process, 2000, 10)).toEqual([
        { key: 'a', deadline: deadline('y', 1000) },
        { key: 'b', deadline: deadline('x', 2000) },
      ]);
      expect(await store.due(process, 999, 10)).toEqual([]);
      expect(await store.due(process, 9000, 1)).toHaveLength(1);
      expect(await store.nextDue(process)).toBe(1000);
    });

    it('have no next deadline when there is none', async () => {
      expect(await store.nextDue(freshProcess())).toBeUndefined();
    });

    it('forget commands and deadlines that are settled, and nothing else', async () => {
      const process = freshProcess();
      const unsent = [command('c1'), command('c2')];
      const deadlines = [deadline('x', 1000, 'c1'), deadline('y', 2000, 'c3')];
      await store.save(process, [instance('a', '1', { unsent, deadlines })], checkpoint('1'));
      await store.save(process, [instance('b', '2', { unsent: [command('c1')] })], checkpoint('2'));

      await store.settle(process, [
        { key: 'a', commandId: 'c1' },
        { key: 'a', commandId: 'unknown' },
        { key: 'absent', commandId: 'c1' },
      ]);

      const found = await store.load(process, ['a', 'b']);
      expect(found.get('a')).toEqual(instance('a', '1', { unsent: [command('c2')], deadlines: [deadlines[1]!] }));
      expect(found.get('b')!.unsent).toEqual([command('c1')]);
      expect(await store.nextDue(process)).toBe(2000);
    });

    it('that are parked wait with all they owe, until that is lifted', async () => {
      const process = freshProcess();
      const owing = instance('a', '1', { unsent: [command('c1')], deadlines: [deadline('x', 1000)] });
      await store.save(process, [owing, instance('b', '2', { deadlines: [deadline('x', 2000)] })], checkpoint('2'));

      await store.park(process, 'a', refused);

      expect(await store.unsent(process, 10)).toEqual([]);
      expect(keysOf(await store.due(process, 9000, 10))).toEqual(['b']);
      expect(await store.nextDue(process)).toBe(2000);
      expect(await store.parked(process)).toEqual([{ ...owing, parked: refused }]);
      expect((await store.load(process, ['a'])).get('a')).toEqual({ ...owing, parked: refused });

      await store.park(process, 'a', undefined);

      expect(await store.parked(process)).toEqual([]);
      expect((await store.load(process, ['a'])).get('a')).toEqual(owing);
      expect(await store.nextDue(process)).toBe(1000);
    });

    it('can be parked at their first event, and folded from it later', async () => {
      const process = freshProcess();

      await store.park(process, 'a', failed);

      const parked = await store.parked(process);
      expect(parked).toMatchObject([{ key: 'a', unsent: [], deadlines: [], parked: failed }]);
      expect(parked[0]!.state).toBeUndefined();
      await store.save(process, [instance('a', '12')], checkpoint('20'));
      expect((await store.load(process, ['a'])).get('a')).toEqual(instance('a', '12'));
      expect(await store.parked(process)).toEqual([]);
    });

    it('can be saved as parked', async () => {
      const process = freshProcess();
      const parked = instance('a', '11', { unsent: [command('c1')], parked: failed });

      await store.save(process, [parked], checkpoint('12'));

      expect(await store.parked(process)).toEqual([parked]);
      expect(await store.unsent(process, 10)).toEqual([]);
    });

    it('of a runner whose lease was taken over are refused', async () => {
      const process = freshProcess();
      await store.save(process, [instance('a', '1')], checkpoint('1'), 4);
      await store.save(process, [instance('a', '2')], checkpoint('2'), 6);

      const late = store.save(process, [instance('a', '3')], checkpoint('3'), 5);

      expect(await rejection(late)).toMatchObject({ code: 'LEASE_LOST' });
      expect((await store.load(process, ['a'])).get('a')!.position).toBe('2');
      expect(await store.checkpoint(process)).toEqual(checkpoint('2'));
      await store.save(process, [instance('a', '3')], checkpoint('3'));
      expect(await store.checkpoint(process)).toEqual(checkpoint('3'));
    });

    it('that are reset begin anew, and leave others alone', async () => {
      const [process, other] = [freshProcess(), freshProcess()];
      const owing = instance('a', '5', { unsent: [command('c1')], deadlines: [deadline('x', 1000)] });
      for (const name of [process, other]) await store.save(name, [owing], checkpoint('5'), 3);
      await store.park(process, 'b', failed);

      await store.reset(process);

      expect(await store.checkpoint(process)).toBeUndefined();
      expect(await store.load(process, ['a'])).toEqual(new Map());
      expect(await store.parked(process)).toEqual([]);
      expect(await store.nextDue(process)).toBeUndefined();
      expect(await store.processes()).not.toContain(process);
      expect((await store.load(other, ['a'])).get('a')).toEqual(owing);
      expect(await rejection(store.save(process, [], checkpoint('1'), 2))).toMatchObject({ code: 'LEASE_LOST' });
      await store.save(process, [instance('a', '1')], checkpoint('1'), 3);
      expect((await store.load(process, ['a'])).get('a')).toEqual(instance('a', '1'));
    });

    it('are there when the store is opened again', async () => {
      if (!harness.reopen) return;
      const process = freshProcess();
      const owing = instance('a', '5', { unsent: [command('c1')], deadlines: [deadline('x', 1000)] });
      await store.save(process, [owing], checkpoint('5'), 3);

      store = await harness.reopen();

      expect((await store.load(process, ['a'])).get('a')).toEqual(owing);
      expect(await store.checkpoint(process)).toEqual(checkpoint('5'));
      expect(await rejection(store.save(process, [], checkpoint('6'), 2))).toMatchObject({ code: 'LEASE_LOST' });
    });
  });
}
