import { Db } from 'mongodb';
import { MongoServer } from './mongo-server.ts';

describe('indexes', () => {
  const { command } = Db.prototype;
  afterEach(() => {
    Db.prototype.command = command;
  });

  /** A server that says this of itself. */
  const saying = async (hello: object): Promise<MongoServer> => {
    Db.prototype.command = async () => hello;
    const server = await MongoServer.connect({ url: 'mongodb://127.0.0.1:1/' });
    await server.close();
    return server;
  };

  it.each([{ setName: 'rs0' }, { msg: 'isdbgrid' }])(
    'count once a majority has built them where there are, or may be, several members: %j',
    async (hello) => {
      expect((await saying(hello)).indexBuilds).toMatchObject({ commitQuorum: 'majority' });
    },
  );

  it('are made without a quorum by a server that is alone, which would refuse one, and have a time limit of their own', async () => {
    expect((await saying({})).indexBuilds).toEqual({ timeoutMS: 900_000 });
  });
});
