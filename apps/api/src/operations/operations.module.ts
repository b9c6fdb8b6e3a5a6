import { Module, type DynamicModule } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { INSTALLATION_HEALTH, type InstallationHealth } from '#platform';
import { OperationsController } from './operations.controller.ts';
import { RUNNERS, type Runners } from './runners.ts';

/** Projections and process managers of this process, and the routes of those who look after them. */
@Module({})
export class OperationsModule {
  /** @param makeRunners called once the command bus is there; whoever starts the application starts them */
  static forRoot(makeRunners: (bus: CommandBus) => Runners): DynamicModule {
    return {
      module: OperationsModule,
      global: true,
      controllers: [OperationsController],
      providers: [
        { provide: RUNNERS, useFactory: makeRunners, inject: [CommandBus] },
        {
          provide: INSTALLATION_HEALTH,
          useFactory: ({ projections, processes }: Runners): InstallationHealth => ({
            projections: () => projections.status(),
            processes: () => processes.status(),
          }),
          inject: [RUNNERS],
        },
      ],
      exports: [INSTALLATION_HEALTH],
    };
  }
}
