import { deriveId, type Absent, type WantedCommand } from '#kernel/domain';
import { processManager, SPEC_COMMAND_ID } from '#kernel/specification';
import type { AnyPrincipal } from '#use-cases';
import { everyPair, specify } from '#use-cases/specification';
import { agendas } from '../agenda.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { evolveAgenda, type Agenda } from '../domain/agenda/agenda-state.ts';
import type { AgendaEvent, AgendaProfile } from '../domain/events/agenda-events.ts';
import type { UnitClosureEvent } from '../domain/events/unit-closure-events.ts';
import { unitClosure, type UnitClosure } from '../domain/unit-closure/unit-closure.ts';
import { agendasFollowUnitClosures } from '../processes/agendas-follow-unit-closures.ts';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { declareUnitClosure, withdrawUnitClosure } from './declare-unit-closure.ts';
import { closeWithUnit, reopenWithUnit } from './with-unit.ts';

const unitClosureId = deriveId('UnitClosure', SPEC_COMMAND_ID);
const period = { from: '2026-03-05', until: '2026-03-06', reason: 'Assemblea' };
const hours = { from: '11:00', to: '13:00' };
const place = { region: '12', province: '057', unit: 'DP-RIETI' };
const closed = { status: 'ESTABLISHED', code: 'DP-RIETI', ...place };
const declared = (overrides: object = {}): UnitClosureEvent => ({
  type: 'UnitClosureDeclared',
  data: { unitClosureId, ...place, ...period, agendas: [], isWhole: true, ...overrides },
});
const withdrawn: UnitClosureEvent = {
  type: 'UnitClosureWithdrawn',
  data: { unitClosureId, unit: 'DP-RIETI', agendas: [], isWhole: true },
};
const none = new Map<string, Agenda>();
const office: AnyPrincipal = { id: 'office', role: 'provincial', region: '12', province: '057' };
const declare = { unit: 'DP-RIETI', ...period };

describe('every state of a closure of a unit with every command', () => {
  it.each(
    everyPair<UnitClosure, UnitClosureEvent>(unitClosure, {
      lives: { DECLARED: [declared()], WITHDRAWN: [declared(), withdrawn] },
      commands: agendas.commands,
      trials: {
        DeclareUnitClosure: {
          input: declare,
          facts: { closed, own: none },
          brings: { ABSENT: ['UnitClosureDeclared'] },
        },
        WithdrawUnitClosure: {
          input: { unitClosureId },
          facts: { own: none, closed: none },
          brings: { DECLARED: ['UnitClosureWithdrawn'] },
        },
      },
    }),
  )('%s', (_pair, holds) => holds());
});

describe('A3: a closure of a whole unit', () => {
  const given = specify(unitClosure).given().as(office);

  it('is declared by an office of its territory, for days or hours of days', () => {
    given.when(declareUnitClosure, declare, { closed, own: none }).then(declared());
    given.when(declareUnitClosure, { ...declare, hours }, { closed, own: none }).then(declared({ hours }));
    const elsewhere = { closed: { ...closed, region: '08', province: '037' }, own: none };
    given.when(declareUnitClosure, declare, elsewhere).thenRefused('OUTSIDE_TERRITORY');
  });

  it('is one of a unit that has desks', () => {
    const central = specify(unitClosure).given();
    central.when(declareUnitClosure, declare, { closed: undefined, own: none }).thenRefused('CLOSED_UNIT_UNKNOWN');
    const regional = { ...closed, province: undefined };
    central.when(declareUnitClosure, declare, { closed: regional, own: none }).thenRefused('CLOSED_UNIT_WITHOUT_DESKS');
  });

  it('is withdrawn once', () => {
    const withdraw = { unitClosureId };
    const facts = { own: none, closed: none };
    specify(unitClosure).given(declared()).when(withdrawUnitClosure, withdraw, facts).then(withdrawn);
    specify(unitClosure)
      .given(declared(), withdrawn)
      .when(withdrawUnitClosure, withdraw)
      .thenRefused('UNIT_CLOSURE_ALREADY_WITHDRAWN');
    specify(unitClosure).given().when(withdrawUnitClosure, withdraw).thenRefused('UNIT_CLOSURE_UNKNOWN');
  });
});

describe('A3: the agendas that a closure of a unit closes before it is answered for', () => {
  const opened = (overrides: Partial<AgendaProfile> = {}, ...more: readonly AgendaEvent[]) =>
    [openedAgenda(overrides), ...more].reduce<Agenda | Absent>(evolveAgenda, { status: 'ABSENT' }) as Agenda;
  const own = (...agendas: readonly Agenda[]) => new Map(agendas.map((one) => [one.profile.agendaId, one]));
  const many = (count: number, overrides: Partial<AgendaProfile> = {}) =>
    Array.from({ length: count }, (_each, index) =>
      opened({ agendaId: `a${index}`, name: `Sportello ${String(index).padStart(3, '0')}`, ...overrides }),
    );
  const told = (agendas: ReadonlyMap<string, Agenda>, wanted: object = {}) => {
    const input = { ...declare, ...wanted };
    const [event] = specify(unitClosure).given().when(declareUnitClosure, input, { closed, own: agendas }).events();
    const { agendas: ids, isWhole } = event!.data as { readonly agendas: readonly string[]; readonly isWhole: boolean };
    return { ids, isWhole };
  };

  it('are those of its own desks, by name, and none of its Punti INPS, of another unit, or at its end by then', () => {
    const end = (agendaId: string, effectiveDate: string): AgendaEvent => ({
      type: 'AgendaClosed',
      data: { agendaId, effectiveDate },
    });
    const known = own(
      opened({ agendaId: 'b', name: 'Zeta' }),
      opened({ agendaId: 'a', name: 'Àlfa' }),
      opened({ agendaId: 'p', owner: { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'inps-1' } }),
      opened({ agendaId: 'x', owner: { kind: 'UNIT_DESK', unit: 'DP-ROMA' } }),
      opened({ agendaId: 'gone', name: 'Gone' }, end('gone', '2026-03-05')),
      opened({ agendaId: 'going', name: 'Going' }, end('going', '2026-03-06')),
    );

    expect(told(known)).toEqual({ ids: ['a', 'going', 'b'], isWhole: true });
  });

  it('are as many as one command may plan; that there are others is told, and they follow', () => {
    expect(told(own(...many(100)))).toMatchObject({ isWhole: true });
    const more = told(own(...many(101)));
    expect([more.ids.length, more.ids.at(-1), more.isWhole]).toEqual([100, 'a99', false]);

    // 31 days each, of which 96 agendas have 2,976.
    const forGood = told(own(...many(99)), { from: '2026-03-02', until: '2199-12-31' });
    expect([forGood.ids.length, forGood.isWhole]).toEqual([96, false]);
    const shorter = told(own(...many(99, { horizonDays: 20 })), { from: '2026-01-01', until: '2199-12-31' });
    expect(shorter).toMatchObject({ isWhole: true });
  });

  it('receive again when it is withdrawn, where it stands, is not over, and they have not gone to another unit', () => {
    const closedWithUnit = (agendaId: string, until = '2026-03-06'): AgendaEvent => ({
      type: 'ClosureDeclared',
      data: { agendaId, closureId: deriveId('ClosureWithUnit', unitClosureId), ...period, until },
    });
    const facts = {
      closed: own(
        opened({ agendaId: 'passed' }, closedWithUnit('passed')),
        opened({ agendaId: 'reopened' }),
        opened(
          { agendaId: 'gone', owner: { kind: 'PUNTO_INPS', unit: 'DP-ROMA', point: 'p' } },
          closedWithUnit('gone'),
        ),
      ),
      own: own(
        opened({ agendaId: 'later' }, closedWithUnit('later')),
        opened({ agendaId: 'over' }, closedWithUnit('over', '2026-03-01')),
      ),
    };
    const given = specify(unitClosure).given(declared({ agendas: ['passed', 'reopened', 'gone'] }));

    given.when(withdrawUnitClosure, { unitClosureId }, facts).then({
      type: 'UnitClosureWithdrawn',
      data: { unitClosureId, unit: 'DP-RIETI', agendas: ['later', 'passed'], isWhole: true },
    });
  });
});

describe('A3: an agenda closed with its unit', () => {
  const closureId = deriveId('ClosureWithUnit', unitClosureId);
  const wanted = { agendaId: 'a', unitClosureId, ...period };
  const closure: AgendaEvent = { type: 'ClosureDeclared', data: { agendaId: 'a', closureId, ...period } };
  const opened: AgendaEvent = { type: 'ClosureWithdrawn', data: { agendaId: 'a', closureId } };
  const from = (...events: AgendaEvent[]) => specify(agenda).given(openedAgenda(), ...events);

  it('has a closure of its own, once, unless it is over', () => {
    from().when(closeWithUnit, wanted).then(closure);
    from(closure).when(closeWithUnit, wanted).thenRefused('AGENDA_CLOSED_WITH_UNIT_ALREADY');
    // An office has opened this agenda again.
    from(closure, opened).when(closeWithUnit, wanted).thenRefused('AGENDA_CLOSED_WITH_UNIT_ALREADY');
    const past = { ...wanted, from: '2026-02-01', until: '2026-03-01' };
    from().when(closeWithUnit, past).thenRefused('AGENDA_CLOSED_WITH_UNIT_ALREADY');
  });

  it('is opened again with it', () => {
    const reopen = { agendaId: 'a', unitClosureId };
    from(closure).when(reopenWithUnit, reopen).then(opened);
    from().when(reopenWithUnit, reopen).thenRefused('AGENDA_NOT_CLOSED_WITH_UNIT');
  });
});

describe('A3: the agendas of the desks of a unit follow its closures', () => {
  const play = (...events: (AgendaEvent | UnitClosureEvent)[]) =>
    processManager(agendasFollowUnitClosures).given(...events);
  const summary = (commands: readonly WantedCommand[]) =>
    commands.map(({ name, data }) => [name, (data as { agendaId: string }).agendaId]);
  const desk = (agendaId: string) => openedAgenda({ agendaId });
  const ofPoint = openedAgenda({ agendaId: 'p', owner: { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'inps-1' } });
  const elsewhere = openedAgenda({ agendaId: 'x', owner: { kind: 'UNIT_DESK', unit: 'DP-ROMA' } });

  it('all of them, and none of its Punti INPS or of another unit', () => {
    const { commands } = play(desk('a'), desk('b'), ofPoint, elsewhere, declared({ hours }));

    expect(summary(commands)).toEqual([
      ['CloseWithUnit', 'a'],
      ['CloseWithUnit', 'b'],
    ]);
    expect(commands[0]?.data).toEqual({ agendaId: 'a', unitClosureId, ...period, hours });
  });

  it('also one that is opened later, while the closure is not over', () => {
    expect(summary(play(declared(), desk('a')).commands)).toEqual([['CloseWithUnit', 'a']]);
    const over = declared({ from: '2026-02-01', until: '2026-03-01' });
    expect(play(over, desk('a')).commands).toEqual([]);
    expect(play(declared(), withdrawn, desk('a')).commands).toEqual([]);
  });

  it('each of which is opened again when it is withdrawn', () => {
    expect(summary(play(desk('a'), declared(), desk('b'), withdrawn).commands)).toEqual([
      ['ReopenWithUnit', 'a'],
      ['ReopenWithUnit', 'b'],
    ]);
  });

  it('and those that the act names, which the log told a moment earlier of', () => {
    const known = declared({ agendas: ['a', 'b'] });
    const unknown: UnitClosureEvent = {
      type: 'UnitClosureWithdrawn',
      data: { unitClosureId, unit: 'DP-RIETI', agendas: ['a', 'c'], isWhole: true },
    };

    expect(summary(play(desk('a'), known).commands)).toEqual([
      ['CloseWithUnit', 'a'],
      ['CloseWithUnit', 'b'],
    ]);
    expect(summary(play(desk('a'), declared(), unknown).commands)).toEqual([
      ['ReopenWithUnit', 'a'],
      ['ReopenWithUnit', 'c'],
    ]);
  });

  it('and one that has passed to a Punto INPS no longer, but for closures of before', () => {
    const owner = { kind: 'PUNTO_INPS' as const, unit: 'DP-RIETI', point: 'inps-1' };
    const previous = { owner: { kind: 'UNIT_DESK' as const, unit: 'DP-RIETI' }, ...place };
    const passed: AgendaEvent = { type: 'AgendaTransferred', data: { agendaId: 'a', owner, ...place, previous } };

    expect(play(desk('a'), passed, declared()).commands).toEqual([]);
    expect(summary(play(desk('a'), declared(), passed, withdrawn).commands)).toEqual([['ReopenWithUnit', 'a']]);
  });
});
