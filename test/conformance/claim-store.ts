import { randomUUID } from 'node:crypto';
import type { ClaimStore, IdempotencyClaim } from '#kernel';
import type { MakeHarness, StoreHarness } from './harness.ts';

/** What every store of idempotency claims must do. */
export function describeClaimStore(name: string, makeHarness: MakeHarness<ClaimStore>): void {
  describe(`${name} as a claim store`, () => {
    let harness: StoreHarness<ClaimStore>;
    let store: ClaimStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    it('keeps a claim', async () => {
      const claim = freshClaim();

      expect(await store.make(claim)).toEqual({ claim, made: true });

      expect(await store.find(claim.commandId)).toEqual(claim);
      expect(await store.find(randomUUID())).toBeUndefined();
    });

    it('lets the first claim of a command stand, whatever the later ones say', async () => {
      const first = freshClaim();
      await store.make(first);

      for (const later of [first, { ...freshClaim(), commandId: first.commandId }]) {
        expect(await store.make(later)).toEqual({ claim: first, made: false });
      }
      expect(await store.find(first.commandId)).toEqual(first);
    });

    it('shows a claim to every other handle at once', async () => {
      const other = await harness.open();
      const claim = freshClaim();
      await store.make(claim);

      expect(await other.find(claim.commandId)).toEqual(claim);
      expect(await other.make({ ...freshClaim(), commandId: claim.commandId })).toEqual({ claim, made: false });
    });

    it('lets exactly one of many concurrent makers, of several handles, have made it', async () => {
      const handles = [store, await harness.open()];
      const commandId = randomUUID();
      const claims = Array.from({ length: 20 }, () => ({ ...freshClaim(), commandId }));

      const outcomes = await Promise.all(claims.map((claim, index) => handles[index % handles.length]!.make(claim)));

      const winners = outcomes.filter(({ made }) => made);
      expect(winners).toHaveLength(1);
      expect(outcomes.map(({ claim }) => claim)).toEqual(claims.map(() => winners[0]!.claim));
    });

    it('has its claims when it is opened again', async () => {
      if (!harness.reopen) return;
      const claim = freshClaim();
      await store.make(claim);

      store = await harness.reopen();

      expect(await store.find(claim.commandId)).toEqual(claim);
      expect(await store.make(claim)).toEqual({ claim, made: false });
    });
  });
}

function freshClaim(): IdempotencyClaim {
  return {
    commandId: randomUUID(),
    route: 'POST /rest/protocols/v1/protocols',
    bodyHash: randomUUID(),
    stream: `Protocol-${randomUUID()}`,
  };
}
