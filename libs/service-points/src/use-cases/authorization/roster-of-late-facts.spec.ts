import type { CommandOrigin } from '#kernel/domain';
import { MemoryEventStore } from '#store-memory';
import { commandsOver } from '#use-cases/specification';
import { operatorAuthorizationEvents, type OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { AuthorizationSuspension } from '../../domain/authorization/vocabulary.ts';
import { operatorRosterEvents } from '../../domain/roster/events.ts';
import { operatorRoster, entriesOn } from '../../domain/roster/operator-roster.ts';
import {
  authorizationSuspended,
  dated,
  granted,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { puntoClienteEvents } from '../../domain/events.ts';
import { resumeAuthorizationWithPoint } from './by-policy.ts';
import { resumeOperatorAuthorization } from './resume-operator-authorization.ts';

const authorizationId = 'auth-1';
const resumed = (reason: AuthorizationSuspension, resumedOn: string): OperatorAuthorizationEvent =>
  dated(resumedOn, {
    type: 'OperatorAuthorizationResumed',
    data: { pointId: 'point-1', reason, resumedOn, from: 'SUSPENDED', to: 'SUSPENDED' },
  });
const revoked = dated('2026-03-01', {
  type: 'OperatorAuthorizationRevoked',
  data: { pointId: 'point-1', reason: 'HOST_REQUEST', revokedOn: '2026-03-01', from: 'SUSPENDED', to: 'REVOKED' },
});
const two = [authorizationSuspended('SECURITY', '2026-02-12'), authorizationSuspended('TRAINING', '2026-02-20')];

/** An authorisation with that behind it, and how many are counted on its point once a command is carried out. */
async function countedAfter(
  facts: readonly OperatorAuthorizationEvent[],
  act: (commands: ReturnType<typeof commandsOver>) => Promise<unknown>,
): Promise<number> {
  const events = [...operatorAuthorizationEvents, ...operatorRosterEvents, ...puntoClienteEvents];
  const commands = commandsOver({ store: new MemoryEventStore(), events });
  const actor = { kind: 'policy', name: 'specification' } as const;
  const origin: CommandOrigin = { commandId: 'seed', actor, correlationId: 'seed', causationId: 'seed' };
  const decide = () => [requestedAuthorization, trained, granted, ...facts];
  await commands.executor.execute(operatorAuthorization, { id: authorizationId, origin, decide });
  await act(commands);
  return commands.executor.look(operatorRoster, 'point-1', (roster) => entriesOn(roster).length);
}

describe('K6, T1: the roster of a point counts an authorisation that holds today, whatever day a fact is of', () => {
  it('one that holds again by a resumption recorded late is counted, though another reason stood on that day', async () => {
    const facts = [...two, resumed('TRAINING', '2026-02-25')];
    const late = { authorizationId, reason: 'SECURITY' as const, resumedOn: '2026-02-22' };
    expect(await countedAfter(facts, ({ give }) => give(resumeOperatorAuthorization, late))).toBe(1);
  });

  it('one that is suspended for another reason by now is not, though none other stood on that day', async () => {
    const late = { authorizationId, reason: 'SECURITY' as const, resumedOn: '2026-02-15' };
    expect(await countedAfter(two, ({ give }) => give(resumeOperatorAuthorization, late))).toBe(0);
  });

  it('one that has ended by now is not', async () => {
    const late = { authorizationId, reason: 'SECURITY' as const, resumedOn: '2026-02-15' };
    expect(await countedAfter([...two, revoked], ({ give }) => give(resumeOperatorAuthorization, late))).toBe(0);
  });

  it('K7: the same with its point', async () => {
    const withPoint = authorizationSuspended('POINT_SUSPENDED', '2026-02-12');
    const late = { authorizationId, resumedOn: '2026-02-22' };
    const facts = [withPoint, authorizationSuspended('TRAINING', '2026-02-20')];
    const act = (commands: ReturnType<typeof commandsOver>) => commands.give(resumeAuthorizationWithPoint, late);
    expect(await countedAfter(facts, act)).toBe(0);
    expect(await countedAfter([...facts, resumed('TRAINING', '2026-02-25')], act)).toBe(1);
    expect(await countedAfter([withPoint, revoked], act)).toBe(0);
  });
});
