import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDirectory, type Stores } from '#composition';
import type { BuildId } from '#kernel/ports';
import { STORE_FILES } from '#store-embedded';
import { accepted, seedAgenda } from './support/agenda.ts';
import type { Api } from './support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { allDocuments, expectSameAsRebuilt } from './support/documents.ts';
import { intercepted } from './support/fail-points.ts';
import { fictitiousPerson } from './support/people.ts';
import { askForRebuild, endOfRebuild } from './support/rebuilds.ts';
import { tracesIn, tracesInFiles, type Secret } from './support/traces.ts';

const SOMEBODY = {
  ...fictitiousPerson(535_353),
  givenName: 'Wladyxquist',
  familyName: 'Brontezzinovic',
  phone: '+39 000 6162636465',
  email: 'wladyxquist.b@example.org',
};
const CLEAR: readonly Secret[] = Object.entries(SOMEBODY).map(([name, value]) => ({ name, value }));

/** Where a build is held until it may go on. */
type Place = 'while it is filled' | 'before it is made ready';

/** Stores that hold the next build of appointments at a place. */
class HeldBuilds {
  readonly stores: Stores;
  readonly reached = Promise.withResolvers<undefined>();
  readonly goesOn = Promise.withResolvers<undefined>();
  #held: BuildId | undefined;
  #place: Place | undefined;

  constructor(directory: string) {
    const stores = openDirectory(directory);
    const { readModels } = stores;
    this.stores = {
      ...stores,
      readModels: intercepted(readModels, {
        createBuild: async (definition, epoch) => {
          const build = await readModels.createBuild(definition, epoch);
          if (this.#place !== undefined && definition.projection === 'appointments') this.#held = build;
          return build;
        },
        commit: async (commits) => {
          await readModels.commit(commits);
          if (commits.some(({ build }) => build === this.#held)) await this.#wait('while it is filled');
        },
        makeReady: async (build) => {
          if (build === this.#held) await this.#wait('before it is made ready');
          await readModels.makeReady?.(build);
        },
      }),
    };
  }

  hold(place: Place): void {
    this.#place = place;
  }

  async #wait(place: Place): Promise<void> {
    if (place !== this.#place) return;
    this.reached.resolve(undefined);
    await this.goesOn.promise;
  }
}

describe.each(['while it is filled', 'before it is made ready'] as const)(
  'somebody who is erased while appointments are built anew, %s',
  (place) => {
    const directory = temporaryDirectory();
    const held = new HeldBuilds(directory);
    let application: TestApplication;
    let central: Api;
    let gone: readonly Secret[];

    beforeAll(async () => {
      application = await startApplication({ directory, stores: held.stores });
      central = await application.as();
    });
    afterAll(async () => {
      held.goesOn.resolve(undefined);
      await application.close();
      rmSync(directory, { recursive: true });
    });

    /** What the key store holds of a person. */
    function keyMaterialOf(subject: string): readonly Secret[] {
      using keys = new DatabaseSync(join(directory, STORE_FILES.keys), { readOnly: true });
      const row = keys.prepare('SELECT pseudonym, wrapped_key FROM subjects WHERE subject = ?').get(subject);
      const { pseudonym, wrapped_key: key } = row as unknown as { pseudonym: string; wrapped_key: Uint8Array };
      return [
        { name: 'pseudonym', value: pseudonym },
        { name: 'wrapped key', value: key },
      ];
    }

    it('is not readable in the build that comes of it, in no file and by no key, while and after it is made', async () => {
      const { day, starts } = await seedAgenda(central, { slots: 3, capacity: 3 });
      const booking = { start: starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione' };
      const own = await accepted(central.post(`${day}/appointments`, { ...booking, citizen: SOMEBODY }));
      const other = await accepted(central.post(`${day}/appointments`, { ...booking, citizen: fictitiousPerson(1) }));
      const { id: subject } = (await central.post('/rest/privacy/v1/subjects', { fiscalCode: SOMEBODY.fiscalCode }))
        .body as { id: string };
      gone = [...CLEAR, ...keyMaterialOf(subject)];
      expect(tracesInFiles(directory, gone)).not.toEqual([]);

      held.hold(place);
      const location = await askForRebuild(central, 'appointments');
      await held.reached.promise;
      const wish = { subject, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' };
      expect((await central.post('/rest/privacy/v1/erasures', wish)).status).toBe(200);
      // The file aside, in which the build stands, is one of them.
      expect(tracesInFiles(directory, gone)).toEqual([]);
      held.goesOn.resolve(undefined);
      const { state, result } = await endOfRebuild(central, location);

      expect(state).toBe('done');
      const { eventStore, readModels } = application.stores;
      await application.settled();
      await application.projections.caughtUp(await eventStore.head());
      const build = result?.build ?? '';
      const documents = await allDocuments(readModels, build);
      expect(documents.map(({ key }) => key).toSorted()).toEqual([own.id, other.id].toSorted());
      expect(documents.find(({ key }) => key === own.id)?.document).toMatchObject({ state: 'CANCELLED' });
      expect(tracesIn(JSON.stringify(documents), gone)).toEqual([]);
      expect(tracesInFiles(directory, gone)).toEqual([]);
      const { items } = (await central.get(`${day}/sheet?purpose=VERIFICA`)).body as {
        items: { appointmentId: string }[];
      };
      expect(items.map(({ appointmentId }) => appointmentId)).toEqual([other.id]);
      await expectSameAsRebuilt(eventStore, readModels);
    });
  },
);
