import { Type } from '@sinclair/typebox';
import { defineEvent, defineRefusals, type EventsOf } from '#kernel/domain';
import { midnightInRome } from '#italy';
import { MemoryEventStore } from '#store-memory';
import { defineCommandOn } from '../commands/define-command.ts';
import { fact } from '../commands/needs.ts';
import { commandsOver } from '../specification/giving.ts';
import { specify } from '../specification/use-case.ts';
import { defineDatedAggregate } from './define-dated-aggregate.ts';
import { defineLife, endOfDay } from './define-life.ts';
import type { Life } from './life.ts';
import { rectificationOf } from './rectification.ts';

const Day = Type.String();
const MarketFounded = defineEvent({ type: 'MarketFounded', schema: Type.Object({}) });
const MarketOpened = defineEvent({ type: 'MarketOpened', schema: Type.Object({ openedOn: Day }) });
const MarketSuspended = defineEvent({ type: 'MarketSuspended', schema: Type.Object({ suspendedOn: Day }) });
const MarketResumed = defineEvent({ type: 'MarketResumed', schema: Type.Object({ resumedOn: Day }) });
const ClosureAnnounced = defineEvent({ type: 'ClosureAnnounced', schema: Type.Object({ closesOn: Day }) });
const MarketClosed = defineEvent({ type: 'MarketClosed', schema: Type.Object({ closedOn: Day }) });
const MarketRectified = defineEvent({
  type: 'MarketRectified',
  schema: rectificationOf(Type.Partial(Type.Object({ suspendedOn: Day, closedOn: Day })), {}),
});
const marketEvents = [
  MarketFounded,
  MarketOpened,
  MarketSuspended,
  MarketResumed,
  ClosureAnnounced,
  MarketClosed,
  MarketRectified,
] as const;
type MarketEvent = EventsOf<typeof marketEvents>;

interface Market {
  readonly status: 'FOUNDED' | 'OPEN' | 'SUSPENDED' | 'CLOSED';
  readonly closesOn?: string;
}

const life = defineLife<Market, MarketEvent>({
  evolve: (state, event) => {
    switch (event.type) {
      case 'MarketFounded':
        return { status: 'FOUNDED' };
      case 'MarketOpened':
      case 'MarketResumed':
        return { ...state, status: 'OPEN' };
      case 'MarketSuspended':
        return { ...state, status: 'SUSPENDED' };
      case 'ClosureAnnounced':
        return { ...(state as Market), closesOn: event.data.closesOn };
      case 'MarketClosed':
        return { ...state, status: 'CLOSED' };
      case 'MarketRectified':
        return state as Market;
    }
  },
  dating: {
    MarketOpened: { in: ['FOUNDED'], date: 'openedOn' },
    MarketSuspended: { in: ['OPEN'], date: 'suspendedOn' },
    MarketResumed: { in: ['SUSPENDED'], date: 'resumedOn' },
    ClosureAnnounced: { in: ['OPEN', 'SUSPENDED'], announces: true },
    MarketClosed: { in: ['OPEN', 'SUSPENDED'], date: 'closedOn' },
  },
  rectifiedBy: 'MarketRectified',
});

const market = defineDatedAggregate<Market, MarketEvent>({
  category: 'Market',
  called: 'the market',
  codes: { notFound: 'MARKET_UNKNOWN', alreadyExists: 'MARKET_THERE', stateForbids: 'MARKET_STATE_FORBIDS' },
  told: life,
  scopeOf: () => ({ region: '12' }),
});

const at = (date: string): string => new Date(midnightInRome(date)).toISOString();
const founded: MarketEvent = { type: 'MarketFounded', data: {} };
const opened = (on: string): MarketEvent => ({ type: 'MarketOpened', data: { openedOn: on }, effectiveAt: at(on) });
const suspended = (on: string): MarketEvent => ({
  type: 'MarketSuspended',
  data: { suspendedOn: on },
  effectiveAt: at(on),
});
const resumed = (on: string): MarketEvent => ({ type: 'MarketResumed', data: { resumedOn: on }, effectiveAt: at(on) });
const closed = (on: string): MarketEvent => ({ type: 'MarketClosed', data: { closedOn: on }, effectiveAt: at(on) });
const announced = (on: string): MarketEvent => ({
  type: 'ClosureAnnounced',
  data: { closesOn: on },
  effectiveAt: at(on),
});
const act = { authority: 'Direzione', number: '7', date: '2026-03-01' };
const moved = (rectifies: number, suspendedOn: string): MarketEvent => ({
  type: 'MarketRectified',
  data: { rectifies, of: 'MarketSuspended', changes: { suspendedOn }, reason: 'Data errata', act },
});
const annulled = (rectifies: number): MarketEvent => ({
  type: 'MarketRectified',
  data: { rectifies, of: 'MarketSuspended', annuls: true, reason: 'Mai avvenuta', act },
});

/** Events with the day on which each was recorded, at ten in the morning. */
function written(...entries: readonly (readonly [string, MarketEvent])[]): Life<MarketEvent> {
  return entries.reduce<Life<MarketEvent>>(
    (whole, [day, event], revision) => life.add(whole, event, { revision, recordedAt: `${day}T09:00:00.000Z` }),
    [],
  );
}
const statusOn = (whole: Life<MarketEvent>, date: string, knownOn?: string): string =>
  life.stateOn(whole, date, knownOn === undefined ? undefined : endOfDay(knownOn)).status;
const typesThatCount = (whole: Life<MarketEvent>): string[] =>
  life
    .facts(whole)
    .filter(({ counts }) => counts)
    .map(({ event }) => event.type);

describe('T1: facts count in the order of their legal dates', () => {
  const inTime = written(
    ['2026-01-01', founded],
    ['2026-01-10', opened('2026-01-10')],
    ['2026-03-01', closed('2026-03-01')],
  );

  it('a suspension recorded after a later closure is in its place between them', () => {
    const whole = life.add(inTime, suspended('2026-02-01'), { revision: 3, recordedAt: '2026-04-01T09:00:00.000Z' });
    expect(statusOn(whole, '2026-01-31')).toBe('OPEN');
    expect(statusOn(whole, '2026-02-01')).toBe('SUSPENDED');
    expect(statusOn(whole, '2026-02-28')).toBe('SUSPENDED');
    expect(statusOn(whole, '2026-03-01')).toBe('CLOSED');
  });

  it('what a late fact leaves no room for counts for nothing, and is still told', () => {
    const whole = life.add(
      written(
        ['2026-01-01', founded],
        ['2026-01-10', opened('2026-01-10')],
        ['2026-02-01', suspended('2026-02-01')],
        ['2026-03-01', resumed('2026-03-01')],
      ),
      closed('2026-01-20'),
      { revision: 4, recordedAt: '2026-04-01T09:00:00.000Z' },
    );
    expect(statusOn(whole, '2026-03-01')).toBe('CLOSED');
    expect(typesThatCount(whole)).toEqual(['MarketFounded', 'MarketOpened', 'MarketClosed']);
    expect(life.facts(whole)).toHaveLength(5);
  });

  it('of one day, they count in the order in which they were written, whatever their hour', () => {
    const sameDay = written(
      ['2026-01-01', founded],
      ['2026-01-10', { ...opened('2026-01-10'), effectiveAt: '2026-01-10T09:30:00.000Z' }],
      ['2026-01-10', suspended('2026-01-10')],
      ['2026-01-12', resumed('2026-01-10')],
    );
    expect(typesThatCount(sameDay)).toHaveLength(4);
    expect(statusOn(sameDay, '2026-01-10')).toBe('OPEN');
    expect(statusOn(sameDay, '2026-01-10', '2026-01-11')).toBe('SUSPENDED');
  });

  it('what a thing begins with precedes the acts that follow from it, however late it was recorded', () => {
    const loaded = written(['2026-05-01', founded], ['2026-05-01', opened('2012-02-01')]);
    expect(statusOn(loaded, '2012-01-31')).toBe('ABSENT');
    expect(statusOn(loaded, '2012-02-01')).toBe('OPEN');
  });

  it('and as long as there is none, stands on the day on which it was recorded', () => {
    const whole = written(['2026-05-01', founded], ['2026-05-03', announced('2026-06-01')]);
    expect(life.facts(whole).map(({ on }) => on)).toEqual(['2026-05-01', '2026-05-03']);
  });

  it('and a fact earlier than all others is judged after it', () => {
    const whole = written(['2026-05-01', founded], ['2026-05-01', opened('2012-02-01')]);
    expect(life.judgedOn(whole, '2011-01-01').status).toBe('FOUNDED');
  });

  it('an announcement counts from its recording on, though what it announces lies ahead', () => {
    const whole = written(
      ['2026-01-01', founded],
      ['2026-01-10', opened('2026-01-10')],
      ['2026-02-01', announced('2026-06-01')],
    );
    expect(life.stateOn(whole, '2026-02-01')).toEqual({ status: 'OPEN', closesOn: '2026-06-01' });
    expect(life.stateOn(whole, '2026-01-31')).toEqual({ status: 'OPEN' });
  });
});

describe('T2: a fact is rectified by another one', () => {
  const wrong = written(
    ['2026-01-01', founded],
    ['2026-01-10', opened('2026-01-10')],
    ['2026-02-10', suspended('2026-02-10')],
    ['2026-03-01', moved(2, '2026-02-01')],
  );

  it('from its recording on the corrected date counts; as known before, the wrong one', () => {
    expect(statusOn(wrong, '2026-02-05')).toBe('SUSPENDED');
    expect(statusOn(wrong, '2026-02-05', '2026-02-28')).toBe('OPEN');
    const corrected = life.facts(wrong).find(({ revision }) => revision === 2);
    expect(corrected).toMatchObject({
      on: '2026-02-01',
      rectifiedBy: [3],
      event: { data: { suspendedOn: '2026-02-01' }, effectiveAt: at('2026-02-01') },
    });
  });

  it('known on K includes all of the day K', () => {
    expect(statusOn(wrong, '2026-02-05', '2026-03-01')).toBe('SUSPENDED');
  });

  it('what is rectified twice counts as rectified last', () => {
    const again = life.add(wrong, moved(2, '2026-02-15'), { revision: 4, recordedAt: '2026-03-02T09:00:00.000Z' });
    expect(statusOn(again, '2026-02-14')).toBe('OPEN');
    expect(statusOn(again, '2026-02-14', '2026-03-01')).toBe('SUSPENDED');
  });

  it('what is annulled never was, until the annulment is itself annulled', () => {
    const without = life.add(wrong, annulled(2), { revision: 4, recordedAt: '2026-03-02T09:00:00.000Z' });
    expect(statusOn(without, '2026-02-20')).toBe('OPEN');
    expect(statusOn(without, '2026-02-20', '2026-03-01')).toBe('SUSPENDED');
    const back = life.add(without, annulled(4), { revision: 5, recordedAt: '2026-03-03T09:00:00.000Z' });
    expect(statusOn(back, '2026-02-05')).toBe('SUSPENDED');
  });
});

class OnMarket {
  readonly id!: string;
  readonly on?: string;
}
class FoundMarket extends OnMarket {}
class OpenMarket extends OnMarket {}
class SuspendMarket extends OnMarket {}
class CloseMarket extends OnMarket {}
class CompareMarkets extends OnMarket {
  readonly other!: string;
}
const refuse = defineRefusals({ OTHER_IS: 'The other one was {status} then: compare with a third.' });
const onMarket = { id: ({ id }: OnMarket) => id, by: [], legalDate: ({ on }: OnMarket) => on };
const foundMarket = defineCommandOn(market)({
  input: FoundMarket,
  summary: 'Founds a market.',
  id: ({ id }) => id,
  by: [],
  in: ['ABSENT'],
  decide: () => [founded],
});
const openMarket = defineCommandOn(market)({
  ...onMarket,
  input: OpenMarket,
  summary: 'Opens a market.',
  in: ['FOUNDED'],
  decide: (_input, _state, { legalDate }) => [opened(legalDate)],
});
const suspendMarket = defineCommandOn(market)({
  ...onMarket,
  input: SuspendMarket,
  summary: 'Suspends a market.',
  in: ['OPEN'],
  decide: (_input, _state, { legalDate }) => [suspended(legalDate)],
});
const closeMarket = defineCommandOn(market)({
  ...onMarket,
  input: CloseMarket,
  summary: 'Closes a market.',
  in: ['OPEN', 'SUSPENDED'],
  decide: (_input, _state, { legalDate }) => [closed(legalDate)],
});
const compareMarkets = defineCommandOn(market)({
  ...onMarket,
  input: CompareMarkets,
  summary: 'Says what another market was.',
  in: ['FOUNDED', 'OPEN', 'SUSPENDED', 'CLOSED'],
  needs: {
    status: fact(
      market,
      ({ other }: CompareMarkets) => other,
      (found) => found.status,
    ),
  },
  refuses: [refuse],
  decide: (_input, _state, { status }) => {
    throw refuse.OTHER_IS({ status });
  },
});

describe('T1: a command is judged on the state of its legal date', () => {
  const subject = specify(market);
  const closedInFebruary = [founded, opened('2026-01-10'), closed('2026-02-20')];

  it('a late suspension is taken, though the market is closed today', () => {
    subject
      .given(...closedInFebruary)
      .when(suspendMarket, { on: '2026-02-01' })
      .then(suspended('2026-02-01'));
  });

  it('it is refused where the state of that day does not take it, and the refusal names the day', () => {
    subject
      .given(...closedInFebruary)
      .when(suspendMarket, { on: '2026-01-09' })
      .thenRefused('MARKET_STATE_FORBIDS', { legalDate: '2026-01-09', state: 'FOUNDED' });
    subject
      .given(...closedInFebruary)
      .when(suspendMarket, {})
      .thenRefused('MARKET_STATE_FORBIDS', { legalDate: '2026-03-02', state: 'CLOSED' });
  });

  it('what was rectified is judged as it is known now', () => {
    subject
      .given(founded, opened('2026-01-10'), suspended('2026-02-10'), [
        annulled(2),
        { recordedAt: '2026-02-20T09:00:00.000Z' },
      ])
      .when(suspendMarket, { on: '2026-02-12' })
      .then(suspended('2026-02-12'));
  });

  it('facts about others are those of that day, too', async () => {
    const { give } = commandsOver({ store: new MemoryEventStore(), events: marketEvents });
    for (const id of ['a', 'b']) await give(foundMarket, { id });
    for (const id of ['a', 'b']) await give(openMarket, { id, on: '2026-01-10' });
    await give(closeMarket, { id: 'b', on: '2026-02-01' });
    await give(suspendMarket, { id: 'b', on: '2026-01-20' });
    const other = (on: string) => give(compareMarkets, { id: 'a', other: 'b', on });
    await expect(other('2026-01-15')).rejects.toMatchObject({ facts: { status: 'OPEN' } });
    await expect(other('2026-01-31')).rejects.toMatchObject({ facts: { status: 'SUSPENDED' } });
    await expect(other('2026-02-01')).rejects.toMatchObject({ facts: { status: 'CLOSED' } });
  });

  it('what another process wrote with a clock that is ahead has happened', async () => {
    const store = new MemoryEventStore();
    let now = Date.parse('2026-03-02T23:00:01Z');
    const { give } = commandsOver({ store, events: marketEvents, clock: { now: () => now } });
    await give(foundMarket, { id: 'a' });
    await give(openMarket, { id: 'a' });
    now = Date.parse('2026-03-02T22:59:59Z');
    await expect(give(openMarket, { id: 'a' })).rejects.toMatchObject({ code: 'MARKET_STATE_FORBIDS' });
  });

  it('nothing has a legal date that is new, or that is not told by dates', () => {
    const declare = () =>
      defineCommandOn(market)({
        ...onMarket,
        input: FoundMarket,
        summary: '',
        in: ['ABSENT'],
        decide: () => [founded],
      });
    expect(declare).toThrow(TypeError);
  });
});
