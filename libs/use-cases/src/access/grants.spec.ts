import { commandsOver } from '#use-cases/specification';
import { MemoryEventStore } from '#store-memory';
import { Type } from '@sinclair/typebox';
import { defineAggregate, defineEvent, type EventsOf } from '#kernel/domain';
import { defineCommandOn } from '../commands/define-command.ts';
import { onlyFor, within } from './grants.ts';
import type { AnyPrincipal } from './principal.ts';

const LampHung = defineEvent({
  type: 'LampHung',
  schema: Type.Object({ height: Type.Integer(), region: Type.String() }),
});
const events = [LampHung] as const;
type LampEvent = EventsOf<typeof events>;

const lamp = defineAggregate<{ readonly status: 'HUNG'; readonly region: string }, LampEvent>({
  category: 'Lamp',
  called: 'the lamp',
  codes: { notFound: 'LAMP_NOT_FOUND', alreadyExists: 'LAMP_ALREADY_HUNG', stateForbids: 'LAMP_STATE_FORBIDS' },
  evolve: (_state, { data: { region } }) => ({ status: 'HUNG', region }),
  scopeOf: ({ region }) => ({ region }),
});

class HangLamp {
  readonly lampId!: string;
  readonly height!: number;
  readonly region!: string;
}

const hangLamp = defineCommandOn(lamp)({
  input: HangLamp,
  summary: 'Hangs a lamp.',
  id: ({ lampId }) => lampId,
  by: [within('central'), onlyFor(({ height }: HangLamp) => height < 3, within('regional'))],
  in: ['ABSENT'],
  where: ({ region }) => ({ region }),
  decide: ({ height, region }) => [{ type: 'LampHung', data: { height, region } }],
});

const central: AnyPrincipal = { id: 'centre', role: 'central' };
const regional: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const refusal = (code: string, facts = {}): unknown =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as unknown });

describe('a grant for some inputs alone', () => {
  it('is none for the others, and what is refused names the roles that remain', async () => {
    const { give } = commandsOver({ store: new MemoryEventStore(), events });
    const high = { lampId: 'a', height: 4, region: '08' };
    await expect(give(hangLamp, high, { as: regional })).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED', { allowed: ['central'] }),
    );
    await expect(give(hangLamp, high, { as: central })).resolves.toMatchObject({ revision: 0 });
    const low = { lampId: 'b', height: 2, region: '08' };
    await expect(give(hangLamp, low, { as: regional })).resolves.toMatchObject({ revision: 0 });
  });
});

describe('a command that brings something into being', () => {
  it('is told that there is one already, also where that lies outside the territory of whoever gives it', async () => {
    const { give } = commandsOver({ store: new MemoryEventStore(), events });
    await give(hangLamp, { lampId: 'a', height: 2, region: '09' }, { as: central });
    await expect(give(hangLamp, { lampId: 'a', height: 2, region: '08' }, { as: regional })).rejects.toEqual(
      refusal('LAMP_ALREADY_HUNG'),
    );
  });
});
