import { MongoClient } from 'mongodb';
import { openMongoStores } from '#store-mongodb';
import { commandsFromHereOn, monitored } from './commands.ts';
import { dropInstallation, freshInstallation } from './mongo-harness.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();

describeWithServer(server, 'the times that MongoDB is given', () => {
  const url = monitored(server?.url ?? 'mongodb://none');
  afterAll(() => server?.close());

  /** The options of the client that opens stores, and what it waits for a write to be confirmed. */
  async function timesOf(given: string): Promise<object> {
    const prototype = MongoClient.prototype;
    const { connect } = prototype;
    const clients: MongoClient[] = [];
    prototype.connect = function (this: MongoClient) {
      clients.push(this);
      return connect.call(this);
    };
    const installation = freshInstallation();
    const { commands, end } = commandsFromHereOn();
    try {
      const stores = await openMongoStores({ url: given, installation });
      await stores.idempotency.make({ commandId: 'c', route: 'POST /', bodyHash: 'h', stream: 'Counter-1' });
      await stores.close();
    } finally {
      end();
      prototype.connect = connect;
    }
    await dropInstallation(url, installation);
    const { socketTimeoutMS, connectTimeoutMS, serverSelectionTimeoutMS, waitQueueTimeoutMS } = clients[0]!.options;
    const { wtimeout } = commands.find((command) => 'insert' in command)!.writeConcern;
    return { socketTimeoutMS, connectTimeoutMS, serverSelectionTimeoutMS, waitQueueTimeoutMS, wtimeout };
  }

  it('are those of the connection string', async () => {
    const times =
      'socketTimeoutMS=11000&connecttimeoutms=12000&serverSelectionTimeoutMS=13000&waitQueueTimeoutMS=14000&wtimeoutMS=15000';

    expect(await timesOf(`${url}&${times}`)).toEqual({
      socketTimeoutMS: 11_000,
      connectTimeoutMS: 12_000,
      serverSelectionTimeoutMS: 13_000,
      waitQueueTimeoutMS: 14_000,
      wtimeout: 15_000,
    });
  });

  it('are short where the connection string says nothing, so that nobody waits for a minute', async () => {
    expect(await timesOf(url)).toMatchObject({
      socketTimeoutMS: 20_000,
      connectTimeoutMS: 3_000,
      serverSelectionTimeoutMS: 3_000,
      wtimeout: 10_000,
    });
  });
});
