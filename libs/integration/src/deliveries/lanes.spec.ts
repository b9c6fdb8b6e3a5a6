import fc from 'fast-check';
import { Lanes, type Delivered, type Ordered } from './lanes.ts';

const book = (things: string): readonly Ordered[] => [...things].map((thing, at) => ({ number: at + 1, thing }));
const START: Delivered = { through: 0, held: [] };

function opened(things: string): Lanes<Ordered> {
  const lanes = new Lanes<Ordered>(START, []);
  const events = book(things);
  lanes.offer(events, events.length);
  return lanes;
}
const taken = (lanes: Lanes<Ordered>, now = 0): (number | undefined)[] => {
  const numbers: (number | undefined)[] = [];
  for (let event = lanes.take(now); event; event = lanes.take(now)) numbers.push(event.number);
  return numbers;
};

describe('the events of a subscription on their way', () => {
  it('are sent beside each other, and those of one thing one after the other', () => {
    const lanes = opened('aabca');
    expect(taken(lanes)).toEqual([1, 3, 4]);
    lanes.delivered({ number: 1, thing: 'a' });
    expect(taken(lanes)).toEqual([2]);
    expect(lanes.state).toEqual({ through: 1, held: [] });
  });

  it('wait behind one that failed if they are about the same thing, and go on otherwise', () => {
    const lanes = opened('abab');
    expect(taken(lanes)).toEqual([1, 2]);
    lanes.failed({ number: 1, thing: 'a' }, () => 50);
    lanes.delivered({ number: 2, thing: 'b' });
    expect(taken(lanes, 49)).toEqual([4]);
    lanes.delivered({ number: 4, thing: 'b' });
    expect(lanes.state).toEqual({ through: 4, held: [{ numbers: [1, 3], failures: 1, nextAt: 50 }] });
    expect(taken(lanes, 50)).toEqual([1]);
    lanes.delivered({ number: 1, thing: 'a' });
    expect(taken(lanes, 50)).toEqual([3]);
  });

  it('go past one that is skipped', () => {
    const lanes = opened('aab');
    taken(lanes);
    lanes.failed({ number: 1, thing: 'a' }, () => null);
    expect(taken(lanes, Infinity)).toEqual([]);
    expect(lanes.skip(1)).toBe(true);
    expect(taken(lanes)).toEqual([2]);
  });

  it('wait for nobody once the one that held them up was skipped, also where that is learned after a crash', () => {
    const stored: Delivered = { through: 3, held: [{ numbers: [1, 3], failures: 10, nextAt: null }] };
    const lanes = new Lanes<Ordered>(stored, [{ number: 3, thing: 'a' }]);
    expect(taken(lanes)).toEqual([3]);
  });

  it('are sent once more from a number on, and those before it that were not delivered are still sent', () => {
    const lanes = opened('abacbd');
    expect(taken(lanes)).toEqual([1, 2, 4, 6]);
    lanes.failed({ number: 1, thing: 'a' }, () => 50);
    lanes.delivered({ number: 4, thing: 'c' });
    lanes.delivered({ number: 6, thing: 'd' });
    // Delivered are 4 and 6; 1 is held, and 3 behind it; 2 is out, and 5 waits for it.
    expect(lanes.from(5).state).toEqual({ through: 1, held: [{ numbers: [1], failures: 1, nextAt: 50 }] });
    lanes.delivered({ number: 2, thing: 'b' });
    expect(lanes.from(4).state).toEqual({ through: 3, held: [{ numbers: [1, 3], failures: 1, nextAt: 50 }] });
    expect(lanes.from(1).state).toEqual({ through: 0, held: [] });
  });

  it('are all tried again where that is asked for, those too that are not by themselves', () => {
    const lanes = opened('ab');
    taken(lanes);
    lanes.failed({ number: 1, thing: 'a' }, () => null);
    lanes.failed({ number: 2, thing: 'b' }, () => 99);
    lanes.hurry(5, { all: false });
    expect(taken(lanes, 5)).toEqual([2]);
    lanes.hurry(5, { all: true });
    expect(taken(lanes, 5)).toEqual([1]);
  });

  it('are read ahead to a bound, and no further while too many are held up', () => {
    const lanes = opened('x'.repeat(256));
    expect(lanes.takesMore).toBe(false);
    lanes.failed({ number: lanes.take(0)!.number, thing: 'x' }, () => 50);
    expect(lanes.takesMore).toBe(true);
    lanes.offer(
      Array.from({ length: 2_000 }, (_, at) => ({ number: 257 + at, thing: 'x' })),
      2_256,
    );
    expect(lanes.takesMore).toBe(false);
  });

  it('are all delivered, those of each thing in order, whatever fails and wherever it dies', () => {
    const things = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 60 });
    const acts = fc.array(
      fc.constantFrom('take', 'deliver', 'fail', 'refuse', 'return', 'store', 'die', 'read', 'replay'),
      {
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(things, acts, fc.infiniteStream(fc.nat()), (names, steps, luck) => {
        const events = book(names.join(''));
        /** What the receiver has, by thing, repeats left out as it would. */
        const received = new Map<string, number[]>();
        let stored: Delivered = START;
        const load = (): Lanes<Ordered> =>
          new Lanes(
            stored,
            events.filter(({ number }) => stored.held.some(({ numbers }) => numbers.includes(number))),
          );
        let lanes = load();
        let out: Ordered[] = [];
        const readOn = (): void => {
          const next = events.slice(lanes.read, lanes.read + 7);
          if (lanes.takesMore && next.length > 0) lanes.offer(next, next.at(-1)!.number);
        };
        const settle = (): Ordered | undefined => out.splice((luck.next().value as number) % (out.length || 1), 1)[0];
        const deliver = (event: Ordered): void => {
          const had = received.get(event.thing) ?? [];
          if (!had.includes(event.number)) received.set(event.thing, [...had, event.number]);
          lanes.delivered(event);
        };
        for (const step of steps) {
          if (step === 'read') readOn();
          else if (step === 'store') stored = lanes.state;
          else if (step === 'die' || step === 'replay') {
            // Some of what is out arrives all the same.
            for (const event of out) if ((luck.next().value as number) % 2 === 0) deliver(event);
            lanes = step === 'die' ? load() : lanes.from(1 + ((luck.next().value as number) % events.length));
            out = [];
          } else if (step === 'take') {
            const event = lanes.take((luck.next().value as number) % 100);
            if (event) out.push(event);
          } else {
            const event = settle();
            if (!event) continue;
            if (step === 'deliver') deliver(event);
            else if (step === 'return') lanes.returned(event);
            else lanes.failed(event, () => (step === 'fail' ? 50 : null));
          }
        }
        for (const event of out) lanes.returned(event);
        for (let before = -1; before !== lanes.read;) {
          before = lanes.read;
          readOn();
          lanes.hurry(0, { all: true });
          for (let event = lanes.take(0); event; event = lanes.take(0)) deliver(event);
        }
        for (const name of new Set(names)) {
          const numbers = events.filter(({ thing }) => thing === name).map(({ number }) => number);
          expect(received.get(name)).toEqual(numbers);
        }
        expect(lanes.state).toEqual({ through: events.length, held: [] });
      }),
      { numRuns: 300 },
    );
  });
});
