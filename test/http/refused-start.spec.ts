import { Type } from '@sinclair/typebox';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineEvent, defineProcessManager, defineProjection, give, when, type CommandReference } from '#kernel/domain';
import { protocols } from '#protocols';
import { defineContext, type ContextDefinition } from '#use-cases';
import { STORE_FILES } from '#store-embedded';
import { boothContext } from './support/booths.ts';
import { TestServer } from './support/server.ts';

const KioskMoved = defineEvent({ type: 'KioskMoved', schema: Type.Object({}) });
const MoveKiosk: CommandReference<object> = { name: 'MoveKiosk' };

const followsNothing = defineProjection({
  name: 'kiosks',
  version: 1,
  indexes: [],
  keys: () => [],
  on: [when(KioskMoved, () => undefined)],
});
const givesNothing = defineProcessManager({
  name: 'kiosk-mover',
  gives: [MoveKiosk],
  keys: () => [],
  on: [when(KioskMoved, () => ({ state: undefined, commands: [give(MoveKiosk, {})] }))],
});
const [first] = protocols.commands;

describe('a server does not start', () => {
  const server = new TestServer();
  afterAll(() => server.close());

  it.each<[string, ContextDefinition, string]>([
    [
      'with an event that is handled and defined nowhere',
      defineContext({ name: 'kiosks', projections: [followsNothing] }),
      'kiosks handles KioskMoved, which no context defines',
    ],
    [
      'with a command that is given and carried out by nobody',
      defineContext({ name: 'kiosks', events: [KioskMoved], processes: [givesNothing] }),
      'kiosk-mover gives MoveKiosk, which nobody carries out',
    ],
    [
      'when two contexts define one event',
      defineContext({ name: 'kiosks', events: protocols.events.slice(0, 1) }),
      'ProtocolDrafted is defined twice',
    ],
    [
      'with a use case that nobody may give',
      defineContext({ name: 'kiosks', commands: [{ ...first!, name: 'DraftKiosk', by: [] }] }),
      'nobody may give DraftKiosk',
    ],
    [
      'with two use cases of one name',
      defineContext({ name: 'kiosks', commands: [first!] }),
      'two use cases are called DraftProtocol',
    ],
    [
      'with two refusals of one code and different texts',
      defineContext({
        name: 'kiosks',
        commands: [{ ...first!, name: 'DraftKiosk', refuses: [{ ...first!.refuses[0]!, text: 'Something else.' }] }],
      }),
      'declare PROTOCOL_COVERS_NO_POINT with different texts',
    ],
    [
      'with a route to nothing',
      defineContext({
        name: 'kiosks',
        routes: [
          {
            tag: 'kiosks',
            base: 'rest/kiosks',
            routes: [
              { kind: 'query', method: 'GET', path: ':id', useCase: { ...protocols.queries[0]!, name: 'GetKiosk' } },
            ],
          },
        ],
      }),
      'GET /rest/kiosks/:id leads to GetKiosk, which no context has',
    ],
  ])('%s, and says its name', async (_what, kiosks, message) => {
    const starting = server.start({ extraContexts: [boothContext, kiosks] });

    await expect(starting).rejects.toThrow(message);
    expect(existsSync(join(server.directory, STORE_FILES.events))).toBe(false);
  });
});
