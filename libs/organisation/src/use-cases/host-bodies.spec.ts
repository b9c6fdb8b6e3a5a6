import { deriveId, idOf, releaseReservation, reservation, reservationId, type CommandOrigin } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { intercept } from '#kernel/specification';
import type { AnyPrincipal } from '#use-cases';
import { commandsOver } from '#use-cases/specification';
import { MemoryEventStore } from '#store-memory';
import { hostBodyEvents } from '../domain/events.ts';
import { hostBody } from '../domain/host-body.ts';
import { correctHostBodyDetails } from './correct-host-body-details.ts';
import { registerHostBody } from './register-host-body.ts';

const directorate: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };
const comune = {
  kind: 'PUBLIC_ADMINISTRATION' as const,
  name: 'Comune dimostrativo',
  fiscalCode: '80078750587',
  ipaCode: 'c_demo',
  region: '08',
  province: '037',
};
const refusal = (code: string): unknown => expect.objectContaining({ code });

function setUp(store: EventStore = new MemoryEventStore()) {
  const { give, written, executor } = commandsOver({ store, events: hostBodyEvents });
  const reserved = async (): Promise<string[]> => {
    const streams: string[] = [];
    for await (const { events } of store.readLog({ after: '0' })) {
      streams.push(...events.filter(({ type }) => type === 'ReservationClaimed').map(({ stream }) => idOf(stream)));
    }
    return streams;
  };
  return {
    register: (key: string, data = comune, as = directorate) => give(registerHostBody, data, { as, key }),
    correct: (key: string, hostBodyId: string, corrections: Partial<typeof comune>, as = directorate) =>
      give(correctHostBodyDetails, { hostBodyId, ...corrections }, { as, key }),
    written,
    reserved,
    executor,
  };
}

/** What the process of the codes has carried out once a body has given a code up. */
async function releaseCode(store: EventStore, kind: string, value: string): Promise<void> {
  const { executor } = commandsOver({ store, events: hostBodyEvents });
  await executor.execute(reservation, {
    id: reservationId(kind, value),
    origin: originOf('release'),
    decide: (state) => releaseReservation(state, kind, state.heldFor?.commandId ?? ''),
  });
}

function originOf(commandId: string): CommandOrigin {
  const actor = { kind: 'policy', name: 'specification' } as const;
  return { commandId, correlationId: commandId, causationId: commandId, actor };
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

  it('a correction into a region where one may not act is refused, and reserves nothing', async () => {
    const { register, correct, written } = setUp();
    const id = idOf((await register('c-1')).stream);
    const before = await written();
    await expect(correct('c-2', id, { region: '09', province: '048', fiscalCode: '01199250158' })).rejects.toEqual(
      refusal('OUTSIDE_TERRITORY'),
    );
    expect(await written()).toEqual(before);
  });

  it('a code is reserved for the command that gives it to a body, not for one that finds it there', async () => {
    const { register, correct, reserved } = setUp();
    const [fiscal, ipa] = [
      reservationId('host-body-fiscal-code', comune.fiscalCode),
      reservationId('host-body-ipa-code', 'c_demo'),
    ];
    const id = idOf((await register('c-1')).stream);
    expect(await reserved()).toEqual([fiscal, ipa]);
    await correct('c-2', id, { fiscalCode: comune.fiscalCode, ipaCode: 'C_DEMO', name: 'Comune corretto' });
    expect(await reserved()).toEqual([fiscal, ipa]);
    await correct('c-3', id, { fiscalCode: '01199250158' });
    expect(await reserved()).toEqual([fiscal, ipa, reservationId('host-body-fiscal-code', '01199250158')]);
  });

  it('a correction that is overtaken by one that gave its code up reserves that code anew', async () => {
    const store = new MemoryEventStore();
    const { register, correct, reserved } = setUp(store);
    const id = idOf((await register('c-1')).stream);
    let overtaken = false;
    const late = intercept<EventStore>(store, {
      append: async (request) => {
        if (request.stream === `HostBody-${id}` && !overtaken) {
          overtaken = true;
          await correct('c-2', id, { ipaCode: 'c_other' });
          await releaseCode(store, 'host-body-ipa-code', 'c_demo');
        }
        return store.append(request);
      },
    });
    await setUp(late).correct('c-3', id, { ipaCode: 'c_demo', name: 'Comune corretto' });
    expect((await reserved()).slice(2)).toEqual([
      reservationId('host-body-ipa-code', 'c_other'),
      reservationId('host-body-ipa-code', 'c_demo'),
    ]);
  });

  it('a registration that was abandoned because its reservation was released is refused', async () => {
    const { register, executor } = setUp();
    const commandId = deriveId('specification', 'c-1');
    await executor.abandon(hostBody, deriveId('HostBody', commandId), commandId, originOf('sweep'));
    await expect(register('c-1')).rejects.toEqual(refusal('COMMAND_ABANDONED'));
  });
});
