import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { JSONWebKeySet } from 'jose';
import {
  ClaimingExecutor,
  CommandExecutor,
  ProjectionReader,
  type Clock,
  type EventStore,
  type KeyStore,
  type ReadModelStore,
  type WorkStore,
} from '#kernel';
import { BodyHasher } from './commands/body-hasher.ts';
import { CommandGuard } from './commands/command.guard.ts';
import type { Configuration } from './configuration/configuration.ts';
import { AuthGuard } from './identity/auth.guard.ts';
import { JwksController, PUBLIC_KEYS } from './identity/jwks.controller.ts';
import type { SecretBox } from './identity/secret-box.ts';
import type { SubjectResolver } from './identity/subject-resolver.ts';
import { TokenVerifier } from './identity/token-verifier.ts';
import type { TrustedIssuer } from './identity/trusted-issuer.ts';
import {
  CLOCK,
  CONFIGURATION,
  EVENT_STORE,
  KEY_STORE,
  READ_MODEL_STORE,
  SECRET_BOX,
  SUBJECT_RESOLVER,
  WORK_STORE,
} from './injection-tokens.ts';
import { RateLimitGuard } from './limits/rate-limit.guard.ts';
import { RateLimiter } from './limits/rate-limiter.ts';
import { HealthController } from './operations/health.controller.ts';
import { LogChangedGuard } from './operations/log-changed.guard.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { RequestValidationPipe } from './validation/request-validation.pipe.ts';

/** What an app has opened before Nest starts. */
export interface PlatformParts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly eventStore: EventStore;
  /** Throws SystemError LOG_CHANGED once the log is no longer the one that the process was started on. */
  readonly refuseChanged: () => void;
  readonly readModelStore: ReadModelStore;
  readonly workStore: WorkStore;
  readonly keyStore: KeyStore;
  readonly executor: CommandExecutor;
  readonly claiming: ClaimingExecutor;
  readonly reader: ProjectionReader;
  readonly secretBox: SecretBox;
  readonly bodyHasher: BodyHasher;
  readonly trustedIssuer: TrustedIssuer;
  /** Keys that the installation's own tokens are signed with; none when an external issuer signs. */
  readonly publicKeys: JSONWebKeySet;
}

/**
 * What every Nest app shares: identity, commands, validation, problems, health, and the kernel's parts as global
 * providers. Two come from elsewhere, as global providers too: SUBJECT_RESOLVER from the privacy context,
 * INSTALLATION_HEALTH from the app that runs the projections.
 */
@Module({})
export class PlatformModule {
  static forRoot(parts: PlatformParts): DynamicModule {
    const shared: Provider[] = [
      { provide: CONFIGURATION, useValue: parts.configuration },
      { provide: CLOCK, useValue: parts.clock },
      { provide: EVENT_STORE, useValue: parts.eventStore },
      { provide: READ_MODEL_STORE, useValue: parts.readModelStore },
      { provide: WORK_STORE, useValue: parts.workStore },
      { provide: KEY_STORE, useValue: parts.keyStore },
      { provide: SECRET_BOX, useValue: parts.secretBox },
      { provide: CommandExecutor, useValue: parts.executor },
      { provide: ClaimingExecutor, useValue: parts.claiming },
      { provide: ProjectionReader, useValue: parts.reader },
    ];
    return {
      module: PlatformModule,
      global: true,
      imports: [CqrsModule.forRoot()],
      controllers: [HealthController, JwksController],
      providers: [
        ...shared,
        { provide: BodyHasher, useValue: parts.bodyHasher },
        { provide: PUBLIC_KEYS, useValue: parts.publicKeys },
        {
          provide: TokenVerifier,
          useFactory: (subjects: SubjectResolver) => new TokenVerifier(parts.trustedIssuer, subjects, parts.clock),
          inject: [SUBJECT_RESOLVER],
        },
        ...guards(parts),
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
      ],
      exports: shared,
    };
  }
}

/** In the order in which they run: on which log, who, how often, which command. */
function guards({ configuration, clock, refuseChanged }: PlatformParts): Provider[] {
  const limit: Provider[] =
    configuration.rateLimit === 0
      ? []
      : [{ provide: APP_GUARD, useValue: new RateLimitGuard(new RateLimiter(configuration.rateLimit, clock)) }];
  return [
    { provide: APP_GUARD, useValue: new LogChangedGuard(refuseChanged) },
    { provide: APP_GUARD, useClass: AuthGuard },
    ...limit,
    { provide: APP_GUARD, useClass: CommandGuard },
  ];
}
