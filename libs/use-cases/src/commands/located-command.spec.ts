import { Type } from '@sinclair/typebox';
import { defineAggregate, defineEvent, defineRefusal, idOf, type EventsOf } from '#kernel/domain';
import { saying } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import type { PersonalData } from '../personal-data/personal-data.ts';
import { commandsOver } from '../specification/giving.ts';
import { defineCommandOn } from './define-command.ts';

// Keys that hang on hooks: whoever takes one says its label, and labels move from hook to hook.

const Taken = defineEvent({ type: 'KeyTaken', schema: Type.Object({}) });
type KeyEvent = EventsOf<readonly [typeof Taken]>;

const hook = defineAggregate<{ readonly status: 'EMPTY' }, KeyEvent>({
  category: 'Hook',
  called: 'the hook',
  codes: { notFound: 'HOOK_UNKNOWN', alreadyExists: 'HOOK_THERE', stateForbids: 'HOOK_EMPTY' },
  evolve: () => ({ status: 'EMPTY' }),
  scopeOf: () => ({}),
});
const keyGone = defineRefusal('KEY_GONE', 'Somebody took this key: ask for another.', 'already-so');

class TakeKey {
  readonly label!: string;
}
const takeKey = defineCommandOn(hook)({
  input: TakeKey,
  summary: 'Takes a key.',
  locate: async ({ label }, { personalData }) => personalData.identify(label),
  by: [],
  in: ['ABSENT', 'EMPTY'],
  refuses: [keyGone],
  decide: ({ label }, { status }): KeyEvent[] => {
    if (label === 'none') return [];
    if (status === 'EMPTY') throw keyGone();
    return [{ type: 'KeyTaken', data: {} }];
  },
  after: {
    when: ({ status }) => status === 'EMPTY',
    carryOut: (id, { personalData }) => personalData.erase(id),
  },
});

/** Hooks by label, and those that were tidied. */
function board(hooks: Record<string, string>) {
  const tidied: string[] = [];
  let asked = 0;
  const personalData = {
    identify: async (label: string) => {
      asked += 1;
      return hooks[label] ?? 'nowhere';
    },
    erase: async (id: string) => void tidied.push(id),
  } as unknown as PersonalData;
  const commands = commandsOver({ store: new MemoryEventStore(), events: [Taken], personalData });
  const take = async (key: string, label: string, bodyHash = label): Promise<string> => {
    const idempotency = { route: 'POST /keys', body: saying(bodyHash) };
    const { stream } = await commands.give(takeKey, { label }, { key, idempotency });
    return idOf(stream);
  };
  return { take, tidied, hooks, asked: () => asked, written: commands.written };
}

describe('a command whose shell finds what it is for', () => {
  it('is answered by what it found the first time, wherever that would be found now', async () => {
    const { take, hooks, asked, written } = board({ cellar: '1' });
    expect(await take('a', 'cellar')).toBe('1');
    hooks.cellar = '2';
    expect(await take('a', 'cellar')).toBe('1');
    expect(asked()).toBe(1);
    expect(await take('b', 'cellar')).toBe('2');
    expect(await written()).toEqual(['KeyTaken', 'KeyTaken']);
  });

  it('is refused under a key that stands for another request, before anything is looked for', async () => {
    const { take, asked } = board({ cellar: '1' });
    await take('a', 'cellar');
    await expect(take('a', 'attic')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(asked()).toBe(1);
  });
});

describe('what follows from a command', () => {
  it('is done once the log says so, and again whenever the command is repeated or refused for it', async () => {
    const { take, tidied } = board({ cellar: '1' });
    await take('a', 'cellar');
    expect(tidied).toEqual(['1']);
    await take('a', 'cellar');
    await expect(take('b', 'cellar')).rejects.toMatchObject({ code: 'KEY_GONE' });
    expect(tidied).toEqual(['1', '1', '1']);
  });

  it('is not done where the log does not say so', async () => {
    const { take, tidied } = board({ none: '1' });
    await take('a', 'none');
    expect(tidied).toEqual([]);
  });
});
