import { Inject, Injectable, type Type } from '@nestjs/common';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Clock } from '#kernel/domain';
import type { AccessLog } from '#kernel/ports';
import { CommandExecutor, ProjectionReader } from '#kernel/execution';
import {
  publisherOf,
  runCommand,
  runQuery,
  WrittenAnswer,
  type AnyCommand,
  type AnyQuery,
  type CommandOutcome,
  type CommandShell,
  type Draws,
  type EventFeed,
  type NumberedEvents,
  type MailDelivery,
  type PersonalData,
  type ReadingParts,
  type SelfServiceTokens,
  type Tallies,
  type WebhookDesk,
} from '#use-cases';
import {
  ACCESS_LOG,
  CLOCK,
  DRAWS,
  EVENT_FEED,
  NUMBERED_EVENTS,
  MAILS,
  PERSONAL_DATA,
  SELF_SERVICE_TOKENS,
  SETTINGS,
  TALLIES,
  WEBHOOKS,
} from '../injection-tokens.ts';
import { commandMessageOf, queryMessageOf, type CommandMessage, type QueryMessage } from './messages.ts';

/** The handler of a command, as its declaration says. */
export function commandHandlerOf(command: AnyCommand): Type<ICommandHandler> {
  @Injectable()
  @CommandHandler(commandMessageOf(command))
  class DeclaredCommandHandler implements ICommandHandler<CommandMessage> {
    constructor(
      private readonly executor: CommandExecutor,
      @Inject(CLOCK) private readonly clock: Clock,
      @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
      @Inject(SETTINGS) private readonly settings: CommandShell['settings'],
      @Inject(DRAWS) private readonly draws: Draws,
      @Inject(MAILS) private readonly mails: MailDelivery,
      @Inject(ACCESS_LOG) private readonly accessLog: AccessLog,
      @Inject(WEBHOOKS) private readonly webhooks: WebhookDesk,
    ) {}

    execute({ envelope }: CommandMessage): Promise<CommandOutcome> {
      const { executor, clock, personalData, settings, draws, mails, accessLog, webhooks } = this;
      const parts = { executor, clock, personalData, settings, draws, mails, accessLog, webhooks };
      return runCommand(command as never, envelope, parts);
    }
  }
  return named(DeclaredCommandHandler, `${command.name}Handler`);
}

/** The handler of a query; only what its answer declares leaves. */
export function queryHandlerOf(query: AnyQuery): Type<IQueryHandler> {
  const publish = publisherOf(query.answer);

  @Injectable()
  @QueryHandler(queryMessageOf(query))
  class DeclaredQueryHandler implements IQueryHandler<QueryMessage> {
    /** Made once: some are asked by the thousand. */
    readonly #parts: ReadingParts;

    constructor(
      reader: ProjectionReader,
      @Inject(CLOCK) clock: Clock,
      @Inject(PERSONAL_DATA) personalData: PersonalData,
      @Inject(ACCESS_LOG) accessLog: AccessLog,
      @Inject(SELF_SERVICE_TOKENS) selfService: SelfServiceTokens,
      executor: CommandExecutor,
      @Inject(SETTINGS) settings: CommandShell['settings'],
      @Inject(TALLIES) tallies: Tallies,
      @Inject(EVENT_FEED) feed: EventFeed,
      @Inject(NUMBERED_EVENTS) numbers: NumberedEvents,
      @Inject(DRAWS) draws: Draws,
      @Inject(WEBHOOKS) webhooks: WebhookDesk,
    ) {
      this.#parts = {
        ...{ reader, clock, personalData, accessLog, selfService, executor, settings, tallies, feed, numbers, draws },
        webhooks,
      };
    }

    async execute({ asking }: QueryMessage): Promise<unknown> {
      const answered = await runQuery(query as never, asking, this.#parts);
      return answered instanceof WrittenAnswer ? answered : publish(answered);
    }
  }
  return named(DeclaredQueryHandler, `${query.name}Handler`);
}

/** Nest tells providers apart by class; people, in its messages, by name. */
function named<T extends Type>(provider: T, name: string): T {
  Object.defineProperty(provider, 'name', { value: name });
  return provider;
}
