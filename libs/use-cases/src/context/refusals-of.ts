import { commandAbandoned, type RefusalCode } from '#kernel/domain';
import { ANYONE, type Access } from '../access/grants.ts';
import type { CommandUseCase } from '../commands/define-command.ts';
import type { AnyCommand, AnyQuery } from '../http/routes.ts';

/** What one use case may be refused with, beside role and territory. */
export function refusalsOf(useCase: AnyCommand | AnyQuery): readonly RefusalCode[] {
  return useCase.kind === 'query' ? ownRefusals(useCase) : [...byPresence(useCase), ...ownRefusals(useCase)];
}

/** What it declares itself: what belongs to another, the rules it may break, and that its claims are lost. */
export function ownRefusals(useCase: AnyCommand | AnyQuery): readonly RefusalCode[] {
  const abandoned = useCase.kind === 'command' && useCase.claims !== undefined ? [commandAbandoned] : [];
  return [...ofOthers(useCase.by), ...useCase.refuses, ...abandoned];
}

function ofOthers(by: Access): RefusalCode[] {
  return by === ANYONE ? [] : by.flatMap(({ ownership }) => (ownership ? [ownership.refuse] : []));
}

/** What its aggregate declares: that it is not there, is there already, or is in a state that does not take it. */
function byPresence({ in: allowed, on }: Pick<CommandUseCase, 'in' | 'on'>): RefusalCode[] {
  if (allowed.every((status) => status === 'ABSENT')) return [on.alreadyExists];
  return allowed.includes('ABSENT') ? [on.stateForbids] : [on.notFound, on.stateForbids];
}
