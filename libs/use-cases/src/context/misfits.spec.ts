import { Type } from '@sinclair/typebox';
import {
  commandAbandoned,
  defineAggregate,
  defineEvent,
  defineProcessManager,
  defineRefusal,
  give,
  when,
  type EventDefinition,
  type EventsOf,
} from '#kernel/domain';
import { accessTable } from '../access/access-table.ts';
import { notOwnData } from '../access/principal.ts';
import { ANYONE, everywhere, onlyFor, own, within, type Access } from '../access/grants.ts';
import { defineCommandOn, type CommandUseCase } from '../commands/define-command.ts';
import { madeFrom, publish } from '../contract/published-type.ts';
import { defineDatedKind, settingOf } from '../dated/dated-kind.ts';
import { get, post, routes, type Route } from '../http/routes.ts';
import { defineQuery } from '../queries/define-query.ts';
import { defineCounters, moves } from '../read-models/counters.ts';
import { misfits } from './misfits.ts';
import { declaredRefusals } from './declared-refusals.ts';
import { defineContext, type ContextDefinition } from './define-context.ts';

const KioskOpened = defineEvent({ type: 'KioskOpened', schema: Type.Object({}) });
const KioskClosed = defineEvent({ type: 'KioskClosed', schema: Type.Object({}) });
type KioskEvent = EventsOf<readonly [typeof KioskOpened, typeof KioskClosed]>;
const kiosk = defineAggregate<{ readonly status: 'OPEN' | 'CLOSED' }, KioskEvent>({
  category: 'Kiosk',
  called: 'the kiosk',
  codes: { notFound: 'KIOSK_NOT_FOUND', alreadyExists: 'KIOSK_EXISTS', stateForbids: 'KIOSK_STATE_FORBIDS' },
  evolve: (_state, { type }) => ({ status: type === 'KioskOpened' ? 'OPEN' : 'CLOSED' }),
  scopeOf: () => ({}),
});

/** What outsiders are told of a kiosk. */
function told(type: string, definition: EventDefinition = KioskOpened) {
  return publish({ type, title: 'Chiosco', about: 'Of a kiosk.', fields: {}, made: [madeFrom(definition, {})] });
}

class OnKiosk {
  readonly kioskId!: string;
}
class OpenKiosk extends OnKiosk {}
class CloseKiosk extends OnKiosk {}
class ListKiosks extends OnKiosk {}

const command = (input: new () => OnKiosk, by: Access, refuses = [] as ReturnType<typeof defineRefusal>[]) =>
  defineCommandOn(kiosk)({
    input,
    summary: 'Does something with a kiosk.',
    id: () => 'k-1',
    by,
    in: ['OPEN'],
    refuses,
    decide: () => [{ type: 'KioskClosed', data: {} }],
  });
const open = command(OpenKiosk, [within('central', 'regional')]);
const close = command(CloseKiosk, []);
const hasty: CommandUseCase = { ...open, atOnce: { as: 'daybreak', gives: close, wanted: () => [] } };
const twiceHasty: CommandUseCase = {
  ...open,
  atOnce: { as: 'nightfall', gives: { ...close, atOnce: hasty.atOnce! }, wanted: () => [] },
};
const telling: CommandUseCase = { ...open, tells: () => Promise.resolve({ hours: '9-17' }) };
const tellingOfOthers: CommandUseCase = {
  ...open,
  atOnce: { as: 'nightfall', gives: close, wanted: () => [], tells: () => [] },
};
const query = (by: Access) =>
  defineQuery({ input: ListKiosks, summary: 'Lists kiosks.', by, answer: Type.Object({}), run: async () => ({}) });
const list = query(ANYONE);
const owned = query([own(() => 'somebody', notOwnData)]);
const anyone = command(OpenKiosk, ANYONE);

const nightfall = defineProcessManager({
  name: 'nightfall',
  gives: [close],
  keys: ({ stream }) => [stream],
  on: [when(KioskOpened, () => ({ state: undefined, commands: [give(close, { kioskId: 'k-1' })] }))],
});

const kiosks = defineContext({
  name: 'kiosks',
  aggregates: [kiosk],
  events: [KioskOpened, KioskClosed],
  commands: [open, close],
  queries: [list],
  processes: [nightfall],
  routes: [routes('kiosks', 'rest/kiosks', [get('', list), post('', open)])],
});

const check = (...contexts: ContextDefinition[]): string[] =>
  misfits(
    contexts,
    contexts.flatMap(({ processes }) => processes),
  );
const at = (...list: Route[]) => [routes('kiosks', 'rest/kiosks', list)];

describe('the declarations of contexts', () => {
  it('fit together when each use case has a name, somebody who may, and texts of its own', () => {
    expect(check(kiosks)).toEqual([]);
    const answering = post('', telling, { tell: () => ({ id: 'k-1' }), fields: Type.Object({ hours: Type.String() }) });
    expect(check({ ...kiosks, commands: [telling, close], routes: at(get('', list), answering) })).toEqual([]);
  });

  const otherText = defineRefusal('KIOSK_NOT_FOUND', 'There is none here: look elsewhere.', 'not-found');
  const refusing: CommandUseCase = command(OpenKiosk, [everywhere('central')], [otherText]);

  it.each<[string, ContextDefinition[], string]>([
    [
      'two use cases of one name',
      [kiosks, defineContext({ name: 'others', commands: [open] })],
      'two use cases are called OpenKiosk: give one of them another name',
    ],
    [
      'two published events that are made from one event',
      [{ ...kiosks, events: [KioskOpened], publishes: [told('kiosk.opened.v1'), told('kiosk.there.v1')] }],
      'it.inps.retepunti.kiosk.opened.v1 and it.inps.retepunti.kiosk.there.v1 are both made from KioskOpened: publish it once',
    ],
    [
      'two published events of one name',
      [
        { ...kiosks, events: [KioskOpened, KioskClosed] },
        defineContext({ name: 'others', publishes: [told('kiosk.v.v1'), told('kiosk.v.v1', KioskClosed)] }),
      ],
      'two published events are called it.inps.retepunti.kiosk.v.v1: give one of them another name',
    ],
    [
      'a published event that is made from an event of no context',
      [{ ...kiosks, events: [], publishes: [told('kiosk.opened.v1')] }],
      'it.inps.retepunti.kiosk.opened.v1 is made from KioskOpened, which no context defines: list it among the events',
    ],
    [
      'a command without roles that no process gives',
      [{ ...kiosks, processes: [] }],
      'nobody may give CloseKiosk: grant it to a role, or declare it with the process manager that gives it',
    ],
    [
      'a query without roles',
      [{ ...kiosks, queries: [query([])], routes: at(post('', open)) }],
      'nobody may ask ListKiosks: grant it to a role',
    ],
    [
      'a grant to no role',
      [{ ...kiosks, queries: [query([within()])], routes: at(post('', open)) }],
      'nobody may ask ListKiosks: grant it to a role',
    ],
    [
      'a query that grants what is somebody’s own, which nothing would look at',
      [{ ...kiosks, queries: [owned], routes: at(get('', owned), post('', open)) }],
      "ListKiosks grants what is somebody's own: let the query ask for it, and grant it everywhere",
    ],
    [
      'a command for anyone',
      [{ ...kiosks, commands: [anyone, close], routes: at(get('', list), post('', anyone)) }],
      'OpenKiosk is for anyone: name the roles, as every event says who brought it about',
    ],
    [
      'two refusals of one code with different texts',
      [{ ...kiosks, commands: [refusing, close], routes: at(get('', list), post('', refusing)) }],
      'Kiosk and OpenKiosk declare KIOSK_NOT_FOUND with different texts: let both use one refusal',
    ],
    [
      'a command that is carried out at once as a process manager which does not give it',
      [{ ...kiosks, commands: [hasty, close], routes: at(get('', list), post('', hasty)) }],
      'OpenKiosk carries out CloseKiosk at once as daybreak, which does not give it: let it',
    ],
    [
      'a command that is carried out at once, and does so in its turn',
      [{ ...kiosks, commands: [twiceHasty, close], routes: at(get('', list), post('', twiceHasty)) }],
      'OpenKiosk carries out CloseKiosk at once as daybreak, which does not give it: let it',
    ],
    [
      'a route to a use case that no context has',
      [{ ...kiosks, queries: [] }],
      'GET /rest/kiosks/ leads to ListKiosks, which no context has: list it among its use cases',
    ],
    [
      'two contexts of one name',
      [kiosks, defineContext({ name: 'kiosks' })],
      'two contexts are called kiosks: give one of them another name',
    ],
    [
      'two aggregates of one category',
      [kiosks, defineContext({ name: 'others', aggregates: [{ ...kiosk }] })],
      'two aggregates have the category Kiosk: give one of them another',
    ],
    [
      'two routes of one method and path',
      [{ ...kiosks, routes: [...kiosks.routes, ...at(get('', list))] }],
      'two routes are GET /rest/kiosks/: give one of them another path',
    ],
    [
      'a command on an aggregate that no context lists',
      [{ ...kiosks, aggregates: [] }],
      'no context lists the aggregate Kiosk: list it where its commands are',
    ],
    [
      'a command for people to which no route leads',
      [{ ...kiosks, routes: at(get('', list)) }],
      'no route leads to OpenKiosk, which is for people: give it one',
    ],
    [
      'a parameter of a path that its use case does not take',
      [{ ...kiosks, routes: at(get(':id', list), post('', open)) }],
      'GET /rest/kiosks/:id has id, which ListKiosks does not take: name it as its input',
    ],
    [
      'a command that tells what the answer of its route does not have',
      [{ ...kiosks, commands: [telling, close], routes: at(get('', list), post('', telling)) }],
      'POST /rest/kiosks/ does not answer what OpenKiosk tells: give it a telling with these fields',
    ],
    [
      'a command that tells of what it does at once, and a route that declares nothing of it',
      [
        {
          ...{ ...kiosks, commands: [tellingOfOthers, close] },
          routes: at(get('', list), post('', tellingOfOthers, { tell: () => ({ id: 'k-1' }) })),
        },
      ],
      'POST /rest/kiosks/ does not answer what OpenKiosk tells: give it a telling with these fields',
    ],
    [
      'an event that moves a count of things with dates, and sets none of them',
      [
        {
          ...kiosks,
          counters: [defineCounters({ name: 'kiosks', counts: ['open'], moves: [moves(KioskOpened, { to: 'open' })] })],
          dated: [
            defineDatedKind({ thing: 'Kiosk', events: [KioskClosed], on: [settingOf()(KioskClosed, () => ({}))] }),
          ],
        },
      ],
      'KioskOpened moves a count of kiosks and sets nothing dated: add it to what is dated there',
    ],
  ])('do not fit with %s, which is named', (_what, contexts, message) => {
    expect(check(...contexts)).toEqual([message]);
  });

  it('that do not fit are named all at once', () => {
    expect(check({ ...kiosks, processes: [], queries: [] }).join('; ')).toMatch(/CloseKiosk.*ListKiosks/);
  });

  it('name with each refusal who declares it', () => {
    const by = declaredRefusals([{ ...kiosks, commands: [refusing] }])
      .filter(({ refusal }) => refusal.code === 'KIOSK_NOT_FOUND')
      .map((declared) => declared.by);

    expect(by).toEqual(['Kiosk', 'OpenKiosk']);
  });
});

describe('the declared refusals', () => {
  it('of a command that claims name that it was abandoned', () => {
    const claiming: CommandUseCase = { ...open, claims: () => [] };

    const declared = declaredRefusals([{ ...kiosks, commands: [claiming, close] }]);

    expect(declared.filter(({ refusal }) => refusal.code === 'COMMAND_ABANDONED')).toEqual([
      { refusal: commandAbandoned, by: 'OpenKiosk' },
    ]);
  });
});

describe('the access table', () => {
  it('names for each use case the roles with their bound, and the policies that give it', () => {
    expect(accessTable([kiosks])).toEqual([
      {
        ...{ context: 'kiosks', kind: 'command', name: 'OpenKiosk', isPublic: false, policies: [] },
        roles: [
          { role: 'central', bound: 'territory' },
          { role: 'regional', bound: 'territory' },
        ],
      },
      { context: 'kiosks', kind: 'command', name: 'CloseKiosk', isPublic: false, roles: [], policies: ['nightfall'] },
      { context: 'kiosks', kind: 'query', name: 'ListKiosks', isPublic: true, roles: [], policies: [] },
    ]);
  });

  it('names the bound of a citizen, and the parameter that says why personal data is read', () => {
    const notYours = defineRefusal('KIOSK_OF_ANOTHER', 'It is not yours: ask for your own.', 'forbidden');
    const reading = { ...query([own(() => undefined, notYours)]), purpose: 'purpose' };

    expect(accessTable([{ ...kiosks, commands: [], queries: [reading] }])).toEqual([
      expect.objectContaining({ purpose: 'purpose', roles: [{ role: 'citizen', bound: 'own' }] }),
    ]);
  });

  it('tells a role that may for some inputs alone', () => {
    const some = command(OpenKiosk, [onlyFor(() => true, within('regional'))]);
    const [row] = accessTable([{ ...kiosks, commands: [some] }]);

    expect(row?.roles).toEqual([{ role: 'regional', bound: 'territory', forSome: true }]);
  });

  it('names policies of other contexts, too', () => {
    const [row] = accessTable([{ ...kiosks, commands: [close], processes: [] }], [nightfall]);

    expect(row?.policies).toEqual(['nightfall']);
  });
});
