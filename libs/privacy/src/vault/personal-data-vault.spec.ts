import { randomBytes } from 'node:crypto';
import { SystemError, type Sealed } from '#kernel/domain';
import type { KeyStore } from '#kernel/ports';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import type { AnyPrincipal } from '#use-cases';
import { MemoryAccessLog, MemoryEventStore, MemoryKeyStore } from '#store-memory';
import { privacyEvents } from '../domain/events.ts';
import type { ErasureWatch } from '../erasure/erasure-watch.ts';
import { MasterKey } from './master-key.ts';
import { PersonalDataVault } from './personal-data-vault.ts';

const CODE = 'RSSMRA80A01H501U';
const OTHER = 'MRTMTT91D08F205J';
const FIELD = 'AppointmentBooked.citizen';
const NAME = { givenName: 'Mario', familyName: 'Rossi' };
const OPERATOR: AnyPrincipal = { id: 'op', role: 'desk-operator', province: '057', unit: 'DP-RIETI' };
const by = (principal: AnyPrincipal) => ({ principal, purpose: 'accoglienza', resource: 'GET sheet' });

/** Several processes of one installation, each with a vault of its own. */
async function installation(processes = 1) {
  const log = new MemoryEventStore();
  const registry = new EventRegistry(privacyEvents);
  const clock = { now: () => Date.parse('2026-03-02T08:00:00Z') };
  const keyStore = new MemoryKeyStore();
  const accessLog = new MemoryAccessLog();
  const box = new MasterKey(randomBytes(32));
  const open = (store: KeyStore = keyStore, erasures?: Pick<ErasureWatch, 'isBehind' | 'requireFollowed'>) => {
    const executor = new CommandExecutor({ store: log, registry, clock });
    return PersonalDataVault.open({ keyStore: store, accessLog, box, executor, clock, ...(erasures && { erasures }) });
  };
  const vaults = await Promise.all(Array.from({ length: processes }, () => open()));
  const eventTypes = async () => {
    const types: string[] = [];
    for await (const { events } of log.readLog({ after: '0' })) types.push(...events.map(({ type }) => type));
    return types;
  };
  return { vault: vaults[0]!, vaults, open, keyStore, accessLog, log, eventTypes };
}

describe('a subject', () => {
  it('is the same for a codice fiscale however it is written, and registered once', async () => {
    const { vault, eventTypes } = await installation();

    const subject = await vault.subjectFor(CODE);
    expect(await vault.subjectFor(` ${CODE.toLowerCase()} `)).toBe(subject);
    expect(await vault.findSubject(CODE)).toBe(subject);
    expect(await vault.subjectFor(OTHER)).not.toBe(subject);
    expect(await eventTypes()).toEqual(['SubjectRegistered', 'SubjectRegistered']);
  });

  it('is one, though several processes meet the person at once', async () => {
    const { vaults, eventTypes } = await installation(4);

    const subjects = await Promise.all(vaults.flatMap((vault) => [vault.subjectFor(CODE), vault.subjectFor(CODE)]));
    expect(new Set(subjects).size).toBe(1);
    expect(await eventTypes()).toEqual(['SubjectRegistered']);
  });

  it('is registered although the process that made its key died before the event', async () => {
    const { open, keyStore, eventTypes } = await installation();
    const dying = await open(
      Object.assign(Object.create(keyStore) as MemoryKeyStore, {
        subjectOf: (pseudonym: string) => keyStore.subjectOf(pseudonym),
        secret: (name: string, make: () => Promise<Uint8Array>) => keyStore.secret(name, make),
        secrets: () => keyStore.secrets(),
        addSubject: async (...added: Parameters<KeyStore['addSubject']>) => {
          await keyStore.addSubject(...added);
          throw new Error('killed');
        },
      }),
    );
    await expect(dying.subjectFor(CODE)).rejects.toThrow('killed');
    expect(await eventTypes()).toEqual([]);

    await (await open()).subjectFor(CODE);
    expect(await eventTypes()).toEqual(['SubjectRegistered']);
  });

  it('is none for what is no codice fiscale, and the refusal does not repeat it', async () => {
    const { vault } = await installation();

    const error: unknown = await vault.subjectFor('RSSMRA80A01H501X').catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code: 'CODICE_FISCALE_INVALID', facts: {} });
    expect((error as Error).message).not.toContain('RSSMRA');
  });

  it('has an id and a pseudonym that tell nothing of the code', async () => {
    const { vault, log } = await installation();

    expect(await vault.subjectFor(CODE)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    for await (const { events } of log.readLog({ after: '0' })) expect(JSON.stringify(events)).not.toContain(CODE);
  });
});

describe('a sealed value', () => {
  it('differs each time, and opens to what it was', async () => {
    const { vault } = await installation();
    const subject = await vault.subjectFor(CODE);

    const [one, two] = [await vault.seal(subject, FIELD, NAME), await vault.seal(subject, FIELD, NAME)];
    expect(one.sealed).not.toBe(two.sealed);
    expect(one.sealed).not.toContain('Mario');
    expect(await vault.open([one, two], by(OPERATOR))).toEqual([
      { erased: false, value: NAME },
      { erased: false, value: NAME },
    ]);
  });

  it('opens for no other subject and no other field, nor when it was changed', async () => {
    const { vault } = await installation();
    const [subject, other] = [await vault.subjectFor(CODE), await vault.subjectFor(OTHER)];
    const sealed = await vault.seal(subject, FIELD, NAME);
    const turned = sealed.sealed.startsWith('A') ? 'B' : 'A';

    for (const forged of [
      { ...sealed, subject: other },
      { ...sealed, field: 'Other.field' },
      { ...sealed, sealed: turned + sealed.sealed.slice(1) },
    ] as Sealed[]) {
      await expect(vault.open([forged], by(OPERATOR))).rejects.toThrow();
    }
  });

  it.each([
    { id: 'h', role: 'host-operator', host: 'x' },
    { id: 'i', role: 'integration' },
    { id: 'a', role: 'analyst' },
    { id: 'c', role: 'citizen', subject: 'another' },
    { id: 'c', role: 'citizen' },
    { role: 'policy', name: 'agenda-days' },
  ] as const)('is opened by nobody who is not entitled: %j', async (principal) => {
    const { vault, accessLog } = await installation();
    const subject = await vault.subjectFor(CODE);
    const sealed = await vault.seal(subject, FIELD, NAME);

    await expect(vault.open([sealed], by(principal))).rejects.toMatchObject({ code: 'NOT_ENTITLED_TO_PERSONAL_DATA' });
    expect(await accessLog.list({ limit: 10 })).toEqual([]);
  });

  it('is opened by its own person', async () => {
    const { vault } = await installation();
    const subject = await vault.subjectFor(CODE);
    const sealed = await vault.seal(subject, FIELD, NAME);

    expect(await vault.open([sealed], by({ id: 'c', role: 'citizen', subject }))).toEqual([
      { erased: false, value: NAME },
    ]);
  });

  it('is opened by the policy that sends mail, which stands in the access log by its name', async () => {
    const { vault, accessLog } = await installation();
    const subject = await vault.subjectFor(CODE);
    const sealed = await vault.seal(subject, FIELD, NAME);

    const opened = await vault.open([sealed], by({ role: 'policy', name: 'mail' }));
    expect(opened).toEqual([{ erased: false, value: NAME }]);
    expect(await accessLog.list({ subject, limit: 10 })).toEqual([
      expect.objectContaining({ actorId: 'mail', role: 'policy', subject, fields: [FIELD], outcome: 'READ' }),
    ]);
  });

  it('is not opened before the access log has it: who, whose, what, when and why', async () => {
    const { vault, accessLog } = await installation();
    const subject = await vault.subjectFor(CODE);
    const sealed = await vault.seal(subject, FIELD, NAME);

    await vault.open([sealed, sealed], by(OPERATOR));
    expect(await accessLog.list({ subject, limit: 10 })).toEqual([
      {
        id: expect.any(String),
        at: '2026-03-02T08:00:00.000Z',
        actorId: 'op',
        role: 'desk-operator',
        office: 'DP-RIETI',
        purpose: 'accoglienza',
        subject,
        fields: [FIELD],
        resource: 'GET sheet',
        outcome: 'READ',
      },
    ]);
    accessLog.record = () => Promise.reject(new Error('disk full'));
    await expect(vault.open([sealed], by(OPERATOR))).rejects.toThrow('disk full');
  });

  it('is not opened by a key store that is older than it, and who has no key there is named by id', async () => {
    const { vault, open } = await installation();
    const subject = await vault.subjectFor(CODE);
    const sealed = await vault.seal(subject, FIELD, NAME);
    const older = await open(new MemoryKeyStore());

    const refused = older.open([sealed], by(OPERATOR));
    await expect(refused).rejects.toMatchObject({ code: 'SUBJECT_KEY_MISSING', facts: { subject } });
  });

  it('is opened for a purpose, and for none without', async () => {
    const { vault } = await installation();
    const sealed = await vault.seal(await vault.subjectFor(CODE), FIELD, NAME);

    await expect(vault.open([sealed], { ...by(OPERATOR), purpose: ' ' })).rejects.toMatchObject({
      code: 'PURPOSE_REQUIRED',
    });
  });
});

describe('an erased subject', () => {
  it('is unreadable at once, in the process that was asked', async () => {
    const { vault, accessLog } = await installation();
    const [subject, other] = [await vault.subjectFor(CODE), await vault.subjectFor(OTHER)];
    const values = [await vault.seal(subject, FIELD, NAME), await vault.seal(other, FIELD, NAME)];
    const kept = () => vault.keptAmong(new Set([subject, other, 'nobody']));
    expect(await kept()).toEqual(new Set([subject, other]));

    await vault.erase(subject);
    expect(await kept()).toEqual(new Set([other]));
    expect(await vault.open(values, by(OPERATOR))).toEqual([{ erased: true }, { erased: false, value: NAME }]);
    expect((await accessLog.list({ limit: 10 })).map((entry) => entry.subject)).toEqual([other]);
    await expect(vault.seal(subject, FIELD, NAME)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
  });

  it('is not among those who are kept, either, when it is erased while the store is asked', async () => {
    const { open, keyStore, vault: other } = await installation();
    const subject = await other.subjectFor(CODE);
    const slow: Partial<KeyStore> = {
      keptOf: async (subjects) => {
        const kept = await keyStore.keptOf(subjects);
        await vault.erase(subject);
        return kept;
      },
    };
    const store = new Proxy<KeyStore>(keyStore, {
      get: (target, name) => {
        const own: unknown = Reflect.get(slow, name) ?? Reflect.get(target, name);
        return typeof own === 'function' ? (own.bind(target) as unknown) : own;
      },
    });
    const vault = await open(store);
    expect(await vault.keptAmong(new Set([subject]))).toEqual(new Set());
  });

  it('is found by no codice fiscale, and whoever comes with it is someone new', async () => {
    const { vault } = await installation();
    const subject = await vault.subjectFor(CODE);

    await vault.erase(subject);
    expect(await vault.findSubject(CODE)).toBeUndefined();
    expect(await vault.subjectFor(CODE)).not.toBe(subject);
  });

  it('is unreadable in other processes as soon as they are told', async () => {
    const { vaults } = await installation(2);
    const [here, there] = vaults as [PersonalDataVault, PersonalDataVault];
    const subject = await here.subjectFor(CODE);
    const sealed = await there.seal(await there.subjectFor(CODE), FIELD, NAME);

    await here.erase(subject);
    there.forget(subject);
    expect(await there.open([sealed], by(OPERATOR))).toEqual([{ erased: true }]);
    expect(await there.findSubject(CODE)).toBeUndefined();
  });

  it('does not come back through a key that was on its way when it was erased', async () => {
    const { open, keyStore } = await installation();
    const slow = Object.create(keyStore) as MemoryKeyStore;
    let answer = (): void => {};
    Object.assign(slow, {
      secret: (name: string, make: () => Promise<Uint8Array>) => keyStore.secret(name, make),
      secrets: () => keyStore.secrets(),
      subjectOf: (pseudonym: string) => keyStore.subjectOf(pseudonym),
      addSubject: (...added: Parameters<KeyStore['addSubject']>) => keyStore.addSubject(...added),
      erase: (subject: string) => keyStore.erase(subject),
      keyOf: async (subject: string) => {
        const key = await keyStore.keyOf(subject);
        await new Promise<void>((resolve) => (answer = resolve));
        return key;
      },
    });
    const vault = await open(slow);
    const subject = await vault.subjectFor(CODE);

    const sealing = vault.seal(subject, FIELD, NAME);
    await new Promise((resolve) => setImmediate(resolve));
    await vault.erase(subject);
    answer();
    await expect(sealing).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
  });
});

describe('in a process that does not hear of erasures, personal data', () => {
  it('is neither opened nor sealed, nor is anybody found for a token', async () => {
    const erasures = {
      isBehind: false,
      requireFollowed: () => Promise.reject(new SystemError('ERASURES_BEHIND', 'behind')),
    };
    const { open, keyStore } = await installation();
    const vault = await open(keyStore, erasures);
    const subject = await vault.subjectFor(CODE);
    const sealed = await vault.seal(subject, FIELD, NAME);
    expect(vault.isStanding(subject)).toBe(true);

    erasures.isBehind = true;
    const behind = { code: 'ERASURES_BEHIND' };
    await expect(vault.seal(subject, FIELD, NAME)).rejects.toMatchObject(behind);
    await expect(vault.open([sealed], by(OPERATOR))).rejects.toMatchObject(behind);
    await expect(vault.subjectFor(CODE)).rejects.toMatchObject(behind);
    expect(vault.isStanding(subject)).toBe(false);
  });
});
