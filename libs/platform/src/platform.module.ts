import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, HttpAdapterHost } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Clock } from '#kernel/domain';
import type { AccessLog, EventStore } from '#kernel/ports';
import { CommandExecutor, ProjectionReader } from '#kernel/execution';
import type {
  CommandShell,
  Draws,
  EventFeed,
  MailDelivery,
  NumberedEvents,
  PersonalData,
  Tallies,
  WebhookDesk,
} from '#use-cases';
import { BodyHasher } from './commands/body-hasher.ts';
import { CommandGuard } from './commands/command.guard.ts';
import type { Configuration } from './configuration/configuration.ts';
import { Gate } from './identity/gate.ts';
import { JwksController, TOKEN_KEYS } from './identity/jwks.controller.ts';
import type { SelfServiceIssuer } from './identity/self-service-issuer.ts';
import type { TokenKeys } from './identity/token-keys.ts';
import { TokenVerifier, type TokenRules } from './identity/token-verifier.ts';
import { TokenWatch } from './identity/token-watch.ts';
import type { TrustedIssuer } from './identity/trusted-issuer.ts';
import {
  ACCESS_LOG,
  CLOCK,
  DRAWS,
  EVENT_FEED,
  EVENT_STORE,
  MAILS,
  NUMBERED_EVENTS,
  PERSONAL_DATA,
  SELF_SERVICE_TOKENS,
  SETTINGS,
  TALLIES,
  WEBHOOKS,
} from './injection-tokens.ts';
import { HealthController } from './operations/health.controller.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { RouteInput } from './use-cases/route-input.ts';
import { RequestValidationPipe } from './validation/request-validation.pipe.ts';

/** What an app has opened before Nest starts. */
export interface PlatformParts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly eventStore: EventStore;
  /** Throws SystemError LOG_CHANGED once the log is no longer the one that the process was started on. */
  readonly refuseChanged: () => void;
  readonly accessLog: AccessLog;
  readonly executor: CommandExecutor;
  readonly reader: ProjectionReader;
  readonly personalData: PersonalData;
  readonly bodyHasher: BodyHasher;
  readonly draws: Draws;
  readonly mails: MailDelivery;
  /** What is published. */
  readonly feed: EventFeed;
  readonly numbers: NumberedEvents;
  readonly webhooks: WebhookDesk;
  readonly trustedIssuer: TrustedIssuer;
  /** Signs, and knows again, tokens for one appointment. */
  readonly selfService: SelfServiceIssuer;
  /** Reads the choices of the installation, by group. */
  readonly settings: CommandShell['settings'];
  /** What queries count. */
  readonly tallies: Tallies;
  readonly tokenRules: TokenRules;
  /** Keys that the installation's own tokens are signed with; none when an external issuer signs. */
  readonly tokenKeys?: Pick<TokenKeys, 'published'> | undefined;
}

/**
 * What every Nest app shares: identity, commands, validation, problems, health, and the kernel's parts as global
 * providers. INSTALLATION_HEALTH comes from the app that runs the projections, as a global provider too.
 */
@Module({})
export class PlatformModule {
  static forRoot(parts: PlatformParts): DynamicModule {
    const shared: Provider[] = [
      { provide: CLOCK, useValue: parts.clock },
      { provide: EVENT_STORE, useValue: parts.eventStore },
      { provide: ACCESS_LOG, useValue: parts.accessLog },
      { provide: PERSONAL_DATA, useValue: parts.personalData },
      { provide: SETTINGS, useValue: parts.settings },
      { provide: DRAWS, useValue: parts.draws },
      { provide: MAILS, useValue: parts.mails },
      { provide: TALLIES, useValue: parts.tallies },
      { provide: EVENT_FEED, useValue: parts.feed },
      { provide: NUMBERED_EVENTS, useValue: parts.numbers },
      { provide: WEBHOOKS, useValue: parts.webhooks },
      { provide: SELF_SERVICE_TOKENS, useValue: parts.selfService },
      RouteInput,
      { provide: CommandExecutor, useValue: parts.executor },
      { provide: ProjectionReader, useValue: parts.reader },
    ];
    return {
      module: PlatformModule,
      global: true,
      imports: [CqrsModule.forRoot()],
      controllers: [HealthController, ...(parts.tokenKeys ? [JwksController] : [])],
      providers: [
        ...shared,
        { provide: BodyHasher, useValue: parts.bodyHasher },
        ...(parts.tokenKeys ? [{ provide: TOKEN_KEYS, useValue: parts.tokenKeys }] : []),
        {
          provide: TokenVerifier,
          useValue: new TokenVerifier(parts.trustedIssuer, parts.personalData, parts.clock, parts.tokenRules),
        },
        {
          provide: TokenWatch,
          useFactory: (tokens: TokenVerifier) => new TokenWatch(tokens),
          inject: [TokenVerifier],
        },
        {
          provide: Gate,
          useFactory: (host: HttpAdapterHost<FastifyAdapter>, tokens: TokenVerifier) => new Gate(host, tokens, parts),
          inject: [HttpAdapterHost, TokenVerifier],
        },
        { provide: APP_GUARD, useClass: CommandGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
      ],
      exports: [...shared, TokenWatch],
    };
  }
}
