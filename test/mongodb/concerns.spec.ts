import { at, checkpointAt, freshBuild, write } from '../conformance/read-model-writing.ts';
import { commandsFromHereOn, monitored } from './commands.ts';
import { installationOn } from './installation.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const WRITES = ['insert', 'update', 'delete', 'findAndModify'];

const server = await serverUnderTest();

describeWithServer(server, 'whatever is written to MongoDB', () => {
  const installation = installationOn(monitored(server?.url ?? 'mongodb://none'));
  afterAll(async () => {
    await installation.close();
    await server?.close();
  });

  it('is to be on the disks of a majority, and said not to be when that takes too long', async () => {
    const { commands, end } = commandsFromHereOn();
    const { readModels, work, leases, idempotency } = await installation.open();
    const build = await freshBuild(readModels);
    await write(readModels, build, [at('1', 'a', {})]);
    await readModels.switchPointer(build.slice(0, build.indexOf('@')), 1, build);
    await work.save('process', [], checkpointAt('1'), 5);
    await leases.release((await leases.acquire('work', 'holder', 1_000))!);
    await idempotency.make({ commandId: 'c', route: 'POST /', bodyHash: 'h', stream: 'Counter-1' });
    end();

    const writes = commands.filter((command) => WRITES.some((name) => name in command));

    expect(writes.length).toBeGreaterThan(5);
    for (const { writeConcern } of writes) {
      expect(writeConcern).toEqual({ w: 'majority', j: true, wtimeout: expect.any(Number) });
    }
  });
});
