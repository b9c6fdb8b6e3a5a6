import { FollowedSecrets } from './followed-secrets.ts';
import { SecretShelf, turningBox as box } from '../specification/secret-shelf.ts';
import { Revocations } from './revocations.ts';
import { TokenIssuer } from './token-issuer.ts';
import { TokenVerifier } from './token-verifier.ts';

const START = Date.parse('2026-03-02T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const rotation = { overlap: 10 * MINUTE, longestLifetime: 12 * HOUR };

describe('the keys of tokens', () => {
  const clock = { time: START, now: () => clock.time };
  let store: SecretShelf;

  beforeEach(() => {
    clock.time = START;
    store = new SecretShelf();
  });

  /** A process of the installation; what others change it knows after reading again. */
  async function process() {
    const issuer = await TokenIssuer.open(store, box, clock);
    const revocations = await Revocations.open(store, box, clock);
    const secrets = new FollowedSecrets({ store, followers: [issuer.keys, revocations], onError: () => undefined });
    const rules = { revocations, secrets, changes: () => issuer.keys.changes + revocations.changes };
    const subjects = { subjectFor: async () => 'subject', isStanding: () => true, mark: async () => 'mark' };
    const verifier = new TokenVerifier(issuer.trusted(), subjects, clock, rules);
    const kids = () => issuer.keys.published().keys.map(({ kid }) => kid);
    const signed = () => issuer.issue({ role: 'central', id: 'c' }, 12 * 3_600);
    const isTaken = async (token: string) => {
      try {
        return (await verifier.verify(token)).id === 'c';
      } catch {
        return false;
      }
    };
    return { keys: issuer.keys, kids, signed, isTaken, refresh: () => secrets.refresh() };
  }
  const kidOf = (token: string): unknown =>
    (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;

  it('are announced before they sign, and verify until the last token of theirs has expired', async () => {
    const one = await process();
    const [first] = one.kids();
    const next = await one.keys.rotate(rotation);

    expect(one.kids()).toEqual([first, next]);
    clock.time += 10 * MINUTE - 1;
    const last = await one.signed();
    expect(kidOf(last)).toBe(first);
    clock.time += 1;
    expect(kidOf(await one.signed())).toBe(next);
    clock.time += 12 * HOUR - 1_000;
    expect(await one.isTaken(last)).toBe(true);
    clock.time += 10 * MINUTE;
    expect(one.kids()).toEqual([next]);
    expect(await one.isTaken(last)).toBe(false);
  });

  it('are the same in every process as soon as it has read them again', async () => {
    const [one, other] = [await process(), await process()];
    await one.keys.rotate(rotation);
    await other.refresh();

    expect(other.kids()).toEqual(one.kids());
    clock.time += rotation.overlap;
    expect(await other.isTaken(await one.signed())).toBe(true);
    expect(await one.isTaken(await other.signed())).toBe(true);
    expect((await process()).kids()).toEqual(one.kids());
  });

  it('are not rotated while an announced one does not sign, by whichever process', async () => {
    const [one, other] = [await process(), await process()];
    const outcomes = await Promise.allSettled([one.keys.rotate(rotation), other.keys.rotate(rotation)]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(other.keys.rotate(rotation)).rejects.toThrow('signs from 2026-03-02T08:10:00.000Z');
    expect(one.keys.status().map(({ state }) => state)).toEqual(['signs', 'announced']);
  });

  it('that are compromised verify nothing from then on, also what was known', async () => {
    const [one, other] = [await process(), await process()];
    const token = await one.signed();
    expect(await other.isTaken(token)).toBe(true);

    const next = await one.keys.replaceAll();
    expect(one.kids()).toEqual([next]);
    expect(await one.isTaken(token)).toBe(false);
    await other.refresh();
    expect(await other.isTaken(token)).toBe(false);
    expect(await other.isTaken(await one.signed())).toBe(true);
    expect((await store.secrets()).has('token-signing-key')).toBe(false);
  });
});
