import type { Static, TSchema } from '@sinclair/typebox';
import {
  eachRefusal,
  type Clock,
  type DomainEvent,
  type RefusalCode,
  type RefusalList,
  type StreamName,
  type WithStatus,
} from '#kernel/domain';
import type { AccessLog } from '#kernel/ports';
import type { CommandExecutor, PageQuery, ProjectionReader, ReadOptions } from '#kernel/execution';
import type { Access } from '../access/grants.ts';
import type { SelfServiceTokens } from '../access/self-service.ts';
import type { AnyPrincipal } from '../access/principal.ts';
import type { AnswerFile } from '../answers/answer-file.ts';
import type { AnswerTable } from '../answers/answer-table.ts';
import type { WrittenAnswer } from '../answers/written-answer.ts';
import type { CommandShell } from '../commands/shell.ts';
import type { CommandUseCase, InputClass } from '../commands/define-command.ts';
import type { EventFeed } from '../feed/event-feed.ts';
import type { NumberedEvents } from '../feed/numbered-events.ts';
import type { WebhookDesk } from '../feed/webhook-desk.ts';
import type { Rehearsal } from '../commands/rehearse.ts';
import type { PersonalData } from '../personal-data/personal-data.ts';
import type { Asked, Order, ScopeFields } from './list-request.ts';
import type { Published } from './publish.ts';
import type { Tallies } from './tallies.ts';
import type { Scope } from '../access/scope.ts';

/** What a query is answered with. Everything that reads is bound to the access that the query declares. */
export interface QueryShell {
  /** Undefined where no token is needed. */
  readonly principal: AnyPrincipal | undefined;
  /** Where the question comes from: what of it tells one client from another. */
  readonly client: string;
  readonly selfService: SelfServiceTokens;
  /** What is published. */
  readonly feed: EventFeed;
  /** The same, as subscriptions have it under their numbers. */
  readonly numbers: NumberedEvents;
  /** How subscriptions are delivered. */
  readonly webhooks: WebhookDesk;
  /** Where the server is reached, as whoever asks has called it: `https://host`. */
  readonly origin: string;
  /** @returns aborted once nobody waits for the answer any more */
  readonly gone: () => AbortSignal;
  readonly reader: ProjectionReader;
  readonly clock: Clock;
  readonly personalData: PersonalData;
  readonly accessLog: Pick<AccessLog, 'list' | 'record'>;
  /** What it is about, as the access log says it. */
  readonly resource: string;
  /**
   * Refuses who may not read what stands here.
   * @throws DomainError OUTSIDE_TERRITORY (forbidden)
   */
  readonly requireWithin: (scope: Scope) => void;
  /**
   * The query behind a list: what was asked for, within the bound of whoever asks.
   * @param fields paths of the fields that hold the scope of a document
   * @throws DomainError OUTSIDE_TERRITORY (forbidden) when what was asked for lies outside
   */
  readonly page: (asked: Asked, fields: ScopeFields, orderBy: Order) => PageQuery;
  /** Looks at a thing as the log has it now, for what must not lag behind it. */
  readonly look: CommandExecutor['look'];
  /** {@inheritDoc rehearse} */
  readonly rehearse: <State extends WithStatus, Input extends object, Event extends DomainEvent>(
    command: CommandUseCase<Input, Event>,
    input: Input,
  ) => Promise<Rehearsal<State>>;
  /** How new the answer must be, as it was asked for. */
  readonly read: ReadOptions;
  /** The choices of the installation, by group. */
  readonly settings: CommandShell['settings'];
  /** Counts once more what is written down from time to time. */
  readonly tally: Tallies['count'];
}

interface QueryInput<Input extends object, Answer extends TSchema> {
  /** Path and query parameters in one. */
  readonly input: InputClass<Input>;
  /** One sentence: what it answers; it describes the operation in the API. */
  readonly summary: string;
  /** For the API’s example of its body, where it is asked with one: fields beside those that every body has. */
  readonly example?: Partial<Input>;
  readonly by: Access;
  /** Name of the parameter that says why personal data is read; the reading then stands in the access log. */
  readonly purpose?: keyof Input & string;
  /**
   * Of a query that reads personal data: the thing that it is about, as its stream is called; it stands in the access log,
   * so it is made of ids alone. The name of the query when absent.
   */
  readonly about?: (input: NoInfer<Input>) => StreamName;
  /** What may leave: fields that the schema does not name never do. */
  readonly answer: Answer;
  /** Its answer as a table, which is had with `format=csv`: the input has a field `format` then. */
  readonly table?: AnswerTable<Static<Answer>>;
  /** What its answer is called, where that is not plain JSON. */
  readonly mediaType?: string;
  /** Of an answer that leaves as a file: its schema says what the file is made from. */
  readonly file?: AnswerFile<Static<Answer>>;
  readonly refuses?: RefusalList;
  readonly run: (input: Input, shell: QueryShell) => Promise<Published<Static<Answer>> | WrittenAnswer>;
}

/** A query as it is declared. */
export interface QueryUseCase<Input extends object = object, Answer = unknown> {
  readonly kind: 'query';
  readonly name: string;
  readonly input: InputClass<Input>;
  readonly summary: string;
  readonly example?: Partial<Input>;
  readonly by: Access;
  readonly purpose?: string;
  about?(input: Input): StreamName;
  readonly answer: TSchema;
  readonly table?: AnswerTable<Answer>;
  readonly mediaType?: string;
  readonly file?: AnswerFile<Answer>;
  readonly refuses: readonly RefusalCode[];
  run(input: Input, shell: QueryShell): Promise<Answer | WrittenAnswer>;
}

/** Declares a query once: its input, who may ask it, and what leaves. Handler, route and description follow from it. */
export function defineQuery<Input extends object, Answer extends TSchema>(
  declaration: QueryInput<Input, Answer>,
): QueryUseCase<Input, Static<Answer>> {
  const { refuses = [], ...rest } = declaration;
  return { kind: 'query', name: declaration.input.name, refuses: eachRefusal(refuses), ...rest };
}
