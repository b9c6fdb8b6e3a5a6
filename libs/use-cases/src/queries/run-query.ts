import type { AccessLog } from '#kernel/ports';
import type { ProjectionReader } from '#kernel/execution';
import { authorizeRole, isBoundToTerritory } from '../access/authorize.ts';
import { accessFor, ANYONE } from '../access/grants.ts';
import type { WrittenAnswer } from '../answers/written-answer.ts';
import { requireScope, type AnyPrincipal } from '../access/principal.ts';
import type { EventFeed } from '../feed/event-feed.ts';
import type { NumberedEvents } from '../feed/numbered-events.ts';
import type { WebhookDesk } from '../feed/webhook-desk.ts';
import { rehearse, type RehearsalParts } from '../commands/rehearse.ts';
import { LoggedLookUps } from '../personal-data/logged-look-ups.ts';
import type { SelfServiceTokens } from '../access/self-service.ts';
import type { PersonalData } from '../personal-data/personal-data.ts';
import type { QueryShell, QueryUseCase } from './define-query.ts';
import { boundPage, boundsOf } from './list-request.ts';
import type { Tallies } from './tallies.ts';
import { readOptions, type PageQuery as PageParameters } from './page-query.ts';

/** What queries are answered with. */
export interface ReadingParts extends RehearsalParts {
  readonly reader: ProjectionReader;
  readonly personalData: PersonalData;
  readonly accessLog: Pick<AccessLog, 'list' | 'record'>;
  readonly selfService: SelfServiceTokens;
  readonly feed: EventFeed;
  readonly numbers: NumberedEvents;
  readonly webhooks: WebhookDesk;
  readonly tallies: Tallies;
}

/** A query on its way to its answer. */
export interface Asking<Input extends object> {
  readonly input: Input;
  /** Undefined where no token is needed. */
  readonly principal: AnyPrincipal | undefined;
  /** {@inheritDoc QueryShell.client} */
  readonly client?: string;
  /** {@inheritDoc QueryShell.origin} */
  readonly origin?: string;
  /** {@inheritDoc QueryShell.gone} */
  readonly gone?: () => AbortSignal;
}

/**
 * Answers a query as it is declared, within the bound of whoever asks. Whoever looks a person up, or is refused personal
 * data, stands in the access log.
 * @throws DomainError ROLE_NOT_ALLOWED | OUTSIDE_TERRITORY, and what the declaration refuses
 * @throws SystemError PROJECTION_BEHIND and its like, as the reader does
 */
export async function runQuery<Input extends object, Answer>(
  query: QueryUseCase<Input, Answer>,
  asking: Asking<Input>,
  parts: ReadingParts,
): Promise<Answer | WrittenAnswer> {
  const { input, principal } = asking;
  if (!principal) return answer(query, asking, parts);
  const { name, purpose } = query;
  const why = purpose === undefined ? name : String((input as Readonly<Record<string, unknown>>)[purpose]);
  const resource = query.about?.(input) ?? name;
  const lookUps = new LoggedLookUps(parts.personalData, { principal, purpose: why, resource }, parts);
  try {
    return await answer(query, asking, { ...parts, personalData: lookUps }, resource);
  } catch (refusal) {
    await lookUps.recordRefusal(refusal, purpose !== undefined);
    throw refusal;
  }
}

async function answer<Input extends object, Answer>(
  query: QueryUseCase<Input, Answer>,
  { input, principal, client = '', origin = '', gone = waits }: Asking<Input>,
  parts: ReadingParts,
  resource = query.name,
): Promise<Answer | WrittenAnswer> {
  const by = accessFor(query.by, input);
  if (principal) authorizeRole(principal, by);
  else if (by !== ANYONE) throw new TypeError(`${query.name} is not for everyone: it was asked without a principal`);
  const bound = principal && isBoundToTerritory(principal, by) ? principal : undefined;
  const shell: QueryShell = {
    ...parts,
    principal,
    client,
    origin,
    gone,
    resource,
    read: readOptions(input),
    tally: (tally, key) => {
      parts.tallies.count(tally, key);
    },
    requireWithin: (scope) => {
      if (bound) requireScope(bound, scope);
    },
    look: (aggregate, id, read) => parts.executor.look(aggregate, id, read),
    rehearse: (command, wanted) => {
      if (!principal) throw new TypeError(`${query.name} rehearses ${command.name} for nobody`);
      return rehearse(command, wanted, principal, parts);
    },
    page: (asked, fields, orderBy) => {
      const { limit, cursor } = input as PageParameters;
      return boundPage({ limit, cursor }, asked, bound ? boundsOf(bound, fields, asked) : [], orderBy);
    },
  };
  return query.run(input, shell);
}

/** Whoever asks inside a process waits for the answer. */
function waits(): AbortSignal {
  return new AbortController().signal;
}
