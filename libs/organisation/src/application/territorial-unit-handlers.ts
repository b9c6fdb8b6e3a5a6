import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, type CommandResult } from '#kernel';
import { requireRole, requireScope } from '#platform';
import { romeDateOf } from '#italy';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { ruleOf } from '../domain/unit-kinds.ts';
import { italy } from '../reference/italy.ts';
import { EstablishTerritorialUnit } from './commands.ts';

/** Central offices establish any unit; a regional directorate those below it. */
@CommandHandler(EstablishTerritorialUnit)
export class EstablishTerritorialUnitHandler implements ICommandHandler<EstablishTerritorialUnit> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: EstablishTerritorialUnit): Promise<CommandResult> {
    const { data, origin, principal } = envelope;
    if (ruleOf(data.kind).territory === 'province') requireRole(principal, 'central', 'regional');
    else requireRole(principal, 'central');
    requireScope(principal, data.region === undefined ? {} : { region: data.region });
    return this.executor.execute(territorialUnit, {
      id: data.code,
      command: { type: 'EstablishTerritorialUnit', ...data },
      origin,
      context: async (known) => ({
        ...known,
        territory: italy,
        today: romeDateOf(known.now),
        parent:
          data.parent === undefined ? undefined : (await this.executor.peek(territorialUnit, data.parent)).state.unit,
      }),
    });
  }
}
