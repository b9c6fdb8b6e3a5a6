import { randomUUID } from 'node:crypto';
import { wrongExpectedRevision, type CommandResult } from '#kernel/domain';
import { CommandExecutor } from '#kernel/execution';
import type { AppendRequest, EventStore } from '#kernel/ports';
import {
  counter,
  counterRegistry,
  intercept,
  originOf,
  outcomeUnknown,
  racing,
  saying,
  SpecClock,
  unavailable,
  type CounterEvent,
} from '#kernel/specification';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';

/** What becomes of commands whose process dies, whose answer is lost, or that are given to two processes at once. */
export function describeCommands(makeHarness: MakeHarness<EventStore>): void {
  describe('a command', () => {
    let harness: StoreHarness<EventStore>;
    let store: EventStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    describe.each([
      ['given under a key', true],
      ['of a policy', false],
    ])('%s', (_how, hasKey) => {
      let id: string;
      let commandId: string;
      beforeEach(() => {
        [id, commandId] = [randomUUID(), randomUUID()];
      });

      /** Gives the command to a process of its own, which has the log as it is told. */
      const give = (log: EventStore = store): Promise<CommandResult<CounterEvent>> =>
        new CommandExecutor({ store: log, registry: counterRegistry(), clock: new SpecClock() }).execute(counter, {
          id,
          origin: originOf(commandId, hasKey ? { idempotency: { route: 'POST /counters', body: saying('one') } } : {}),
          decide: () => [{ type: 'Counted', data: { group: 'g', amount: 1 } }],
        });
      const where = (append: EventStore['append']): EventStore => intercept(store, { append });
      /** Its act stands once, and that is what was answered. */
      const expectOnce = async (...answers: readonly CommandResult<CounterEvent>[]): Promise<void> => {
        const events = await store.readStream(`Counter-${id}`);
        expect(events).toMatchObject([{ revision: 0, metadata: { commandId } }]);
        const [{ eventId, position }] = events as [(typeof events)[0]];
        for (const answer of answers) {
          expect(answer).toMatchObject({ revision: 0, position, events: [{ eventId, position }] });
        }
      };

      it('whose process dies between append and answer is answered by its repeat', async () => {
        const dying = where(async (request) => {
          await store.append(request);
          throw unavailable();
        });
        await rejection(give(dying));

        await expectOnce(await give());
      });

      it('whose answer is lost reads back what it wrote', async () => {
        const unsure = where(async (request) => {
          await store.append(request);
          throw outcomeUnknown();
        });

        await expectOnce(await give(unsure), await give());
      });

      it('whose append arrives when its repeat was carried out is not written again', async () => {
        const late: AppendRequest[] = [];
        const lost = where(async (request) => {
          late.push(request);
          throw outcomeUnknown();
        });
        expect(await rejection(give(lost))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
        const answer = await give();

        await rejection(store.append(late[0]!));

        await expectOnce(answer);
      });

      it('that two processes have decided on the same state is written by one, and answered by both', async () => {
        const { slow, raced } = racing(
          store,
          () => true,
          () => give(),
        );

        const answer = await give(slow);

        await expectOnce(answer, (await raced()) as CommandResult<CounterEvent>);
      });

      it('that meets its own earlier append as a wrong revision is answered by that', async () => {
        const forgetful = where(async (request) => {
          await store.append(request);
          throw wrongExpectedRevision(request.stream, request.expectedRevision, 0);
        });

        await expectOnce(await give(forgetful));
      });
    });
  });
}
