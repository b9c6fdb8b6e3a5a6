import { Module, type DynamicModule } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RebuildRecords } from '#kernel/execution';
import { INSTALLATION_HEALTH, type InstallationHealth } from '#platform';
import { OperationsController } from './operations.controller.ts';
import { RUNNERS, type Runners } from '../runners/runners.ts';

interface OperationsParts {
  /** Called once the command bus is there; whoever starts the application starts them. */
  readonly makeRunners: (bus: CommandBus) => Runners;
  readonly makeHealth: (runners: Runners) => InstallationHealth;
  /** What is remembered of rebuilds, for a process that does not do them. */
  readonly rebuildRecords: RebuildRecords;
}

/** What works behind the answers of this process, and the routes of those who look after it. */
@Module({})
export class OperationsModule {
  static forRoot({ makeRunners, makeHealth, rebuildRecords }: OperationsParts): DynamicModule {
    return {
      module: OperationsModule,
      global: true,
      controllers: [OperationsController],
      providers: [
        { provide: RUNNERS, useFactory: makeRunners, inject: [CommandBus] },
        { provide: RebuildRecords, useValue: rebuildRecords },
        { provide: INSTALLATION_HEALTH, useFactory: makeHealth, inject: [RUNNERS] },
      ],
      exports: [INSTALLATION_HEALTH],
    };
  }
}
