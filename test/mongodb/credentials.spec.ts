import { openMongoStores, type MongoStores } from '#store-mongodb';
import { rejection } from '../conformance/harness.ts';
import { REACHED_WITHIN_MS } from './mongo-harness.ts';
import { serverUnderTest } from './server-under-test.ts';

const user = { name: 'rete-punti', password: 'the-right-one' };
const server = await serverUnderTest(user);
const asksWho = server?.kind === 'ferretdb';
if (!asksWho) {
  await server?.close();
  console.warn(
    'SKIPPED: credentials are tried on FerretDB only: unset MONGODB_URL, and put go on the PATH, not mongod',
  );
}

(asksWho ? describe : describe.skip)('MongoDB that asks who comes', () => {
  const as = (credentials: string): Promise<MongoStores> =>
    openMongoStores({
      url: (server?.url ?? '').replace('//', `//${credentials}`),
      serverSelectionTimeout: REACHED_WITHIN_MS,
    });
  afterAll(() => server?.close());

  it('is told who', async () => {
    const stores = await as(`${user.name}:${user.password}@`);

    await stores.ping();

    await stores.close();
  });

  it.each([
    ['wrong', `${user.name}:guessed@`, 'check user, password and authSource'],
    ['none', '', 'check user and roles'],
  ])('says what to do when the credentials are %s, and does not repeat them', async (_case, credentials, advice) => {
    const refused = await rejection(as(credentials));

    expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(advice) });
    expect((refused as Error).message).not.toContain('guessed');
  });
});
