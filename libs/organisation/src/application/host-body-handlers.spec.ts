import { ClaimingExecutor, CommandAbandoned, CommandExecutor, EventRegistry, reservationEvents } from '#kernel';
import { actorOf, type AnyPrincipal, type CommandEnvelope } from '#platform';
import { MemoryEventStore } from '#store-memory';
import { hostBodyEvents } from '../domain/events.ts';
import { CorrectHostBodyDetails, RegisterHostBody, type RegisterHostBodyData } from './commands.ts';
import { CorrectHostBodyDetailsHandler, RegisterHostBodyHandler } from './host-body-handlers.ts';

const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const comune: RegisterHostBodyData = {
  kind: 'PUBLIC_ADMINISTRATION',
  name: 'Comune dimostrativo',
  fiscalCode: '80078750587',
  ipaCode: 'c_demo',
  region: '08',
  province: '037',
};
const refusal = (code: string): unknown => expect.objectContaining({ code });

function envelope<T>(commandId: string, data: T, principal = directorate): CommandEnvelope<T> {
  const origin = { commandId, actor: actorOf(principal), correlationId: 'request', causationId: 'request' };
  return { data, origin, principal };
}

function setUp() {
  const store = new MemoryEventStore();
  const registry = new EventRegistry([...hostBodyEvents, ...reservationEvents, CommandAbandoned]);
  const clock = { now: () => Date.parse('2026-03-02T08:00:00Z') };
  const claiming = new ClaimingExecutor(new CommandExecutor({ store, registry, clock }));
  const register = new RegisterHostBodyHandler(claiming);
  const correct = new CorrectHostBodyDetailsHandler(claiming);
  const written = async (): Promise<string[]> => {
    const types: string[] = [];
    for await (const { events } of store.readLog({ after: '0' })) types.push(...events.map(({ type }) => type));
    return types;
  };
  return {
    register: (commandId: string, data = comune, principal = directorate) =>
      register.execute(new RegisterHostBody(envelope(commandId, data, principal))),
    correct: (commandId: string, hostBodyId: string, corrections: Partial<typeof comune>, principal = directorate) =>
      correct.execute(new CorrectHostBodyDetails(envelope(commandId, { hostBodyId, corrections }, principal))),
    written,
  };
}

describe('host bodies', () => {
  it('of ten who register one fiscal code at once, one succeeds', async () => {
    const { register, written } = setUp();
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => register(`c-${n}`, { ...comune, ipaCode: `c_demo${n}` })),
    );
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason as unknown] : []));
    expect(refused).toEqual(Array(9).fill(refusal('VALUE_ALREADY_TAKEN')));
    expect((await written()).filter((type) => type === 'HostBodyRegistered')).toHaveLength(1);
  });

  it('an IPA code refused gives the fiscal code back, for whoever it belongs to', async () => {
    const { register } = setUp();
    await register('c-1');
    const other = { ...comune, fiscalCode: '01199250158' };
    await expect(register('c-2', { ...other, ipaCode: 'C_DEMO' })).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
    await expect(register('c-3', { ...other, ipaCode: 'c_other' })).resolves.toMatchObject({ revision: 0 });
  });

  it('a command given twice registers once and answers the same', async () => {
    const { register, written } = setUp();
    const first = await register('c-1');
    const events = await written();
    expect(await register('c-1')).toEqual(first);
    expect(await written()).toEqual(events);
  });

  it('a refused registration writes nothing, and reserves nothing', async () => {
    const { register, written } = setUp();
    await expect(register('c-1', { ...comune, province: '036', region: '09' })).rejects.toEqual(
      refusal('OUTSIDE_TERRITORY'),
    );
    await expect(register('c-2', { ...comune, province: '048' })).rejects.toEqual(refusal('PROVINCE_NOT_IN_REGION'));
    await expect(register('c-3', comune, { id: 'x', role: 'provincial', province: '037' })).rejects.toEqual(
      refusal('ROLE_NOT_ALLOWED'),
    );
    expect(await written()).toEqual([]);
  });

  it('a correction takes no code that another body has, and none outside the territory', async () => {
    const { register, correct } = setUp();
    await register('c-1');
    const second = await register('c-2', { ...comune, fiscalCode: '01199250158', ipaCode: 'c_other' });
    const id = second.stream.replace('HostBody-', '');
    await expect(correct('c-3', id, { fiscalCode: comune.fiscalCode })).rejects.toEqual(refusal('VALUE_ALREADY_TAKEN'));
    await expect(correct('c-4', id, { name: 'x' }, { id: 'x', role: 'regional', region: '09' })).rejects.toEqual(
      refusal('OUTSIDE_TERRITORY'),
    );
    await expect(correct('c-5', id, { name: 'Comune corretto' })).resolves.toMatchObject({ revision: 1 });
  });
});
