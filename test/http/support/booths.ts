import { Body, Controller, Get, HttpCode, Module, Param, Post, Query, Res } from '@nestjs/common';
import { Type as TypeBox } from '@sinclair/typebox';
import { IsInt, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import {
  CommandExecutor,
  defineEvent,
  defineProjection,
  deriveId,
  DomainError,
  ProjectionReader,
  type Aggregate,
  type DecisionContext,
  type EventsOf,
} from '#kernel';
import {
  answer,
  CommandContext,
  IsRealDate,
  IsRequiredObject,
  PageQuery,
  Public,
  readOptions,
  ReadOptionsQuery,
  requireScope,
  Roles,
  type CommandAnswer,
  type HttpReply,
} from '#platform';
import type { Context } from '../../../apps/api/src/composition/context.ts';

/*
 * A context of its own for the specifications of HTTP: booths that hold a few visitors. It is written as the contexts of
 * the product are, so that what holds for its routes holds for theirs.
 */

const BoothOpened = defineEvent({
  type: 'BoothOpened',
  schema: TypeBox.Object({ boothId: TypeBox.String(), region: TypeBox.String(), capacity: TypeBox.Integer() }),
});
const VisitorAdmitted = defineEvent({
  type: 'VisitorAdmitted',
  schema: TypeBox.Object({ boothId: TypeBox.String(), visitor: TypeBox.String() }),
});
const BoothClosed = defineEvent({ type: 'BoothClosed', schema: TypeBox.Object({ boothId: TypeBox.String() }) });
const boothEvents = [BoothOpened, VisitorAdmitted, BoothClosed] as const;
type BoothEvent = EventsOf<typeof boothEvents>;

type BoothCommand =
  | { readonly type: 'OpenBooth'; readonly boothId: string; readonly region: string; readonly capacity: number }
  | { readonly type: 'AdmitVisitor'; readonly visitor: string }
  | { readonly type: 'CloseBooth' };

interface Booth {
  readonly id?: string;
  readonly region?: string;
  readonly capacity: number;
  readonly visitors: number;
  readonly closed: boolean;
}

const booth: Aggregate<Booth, BoothCommand, BoothEvent, DecisionContext> = {
  category: 'Booth',
  initialState: () => ({ capacity: 0, visitors: 0, closed: false }),
  scopeOf: ({ region }) => (region === undefined ? {} : { region }),
  decide: (command, state) => {
    if (command.type === 'OpenBooth') {
      const { boothId, region, capacity } = command;
      return [{ type: 'BoothOpened', data: { boothId, region, capacity } }];
    }
    const { id: boothId } = state;
    if (boothId === undefined) throw new DomainError('BOOTH_UNKNOWN', {}, 'not-found');
    if (state.closed) throw new DomainError('BOOTH_IS_CLOSED', { boothId });
    if (command.type === 'CloseBooth') return [{ type: 'BoothClosed', data: { boothId } }];
    if (state.visitors === state.capacity) {
      throw new DomainError('BOOTH_FULL', { capacity: state.capacity }, 'conflict');
    }
    return [{ type: 'VisitorAdmitted', data: { boothId, visitor: command.visitor } }];
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'BoothOpened':
        return { ...state, id: event.data.boothId, region: event.data.region, capacity: event.data.capacity };
      case 'VisitorAdmitted':
        return { ...state, visitors: state.visitors + 1 };
      case 'BoothClosed':
        return { ...state, closed: true };
    }
  },
};

export interface BoothDocument {
  readonly id: string;
  readonly region: string;
  readonly visitors: readonly string[];
  readonly closed: boolean;
}

export const booths = defineProjection<BoothDocument, BoothEvent>({
  name: 'booths',
  version: 1,
  indexes: [{ fields: ['region', 'id'] }],
  keys: ({ data }) => [data.boothId],
  on: {
    BoothOpened: (_none, { data }) => ({ id: data.boothId, region: data.region, visitors: [], closed: false }),
    VisitorAdmitted: (document, { data }) => {
      // A fold with a mistake, for the specifications of parking.
      if (data.visitor === 'unforeseen' && folding.fails) throw new Error('a visitor nobody foresaw');
      return document && { ...document, visitors: [...document.visitors, data.visitor] };
    },
    BoothClosed: (document) => document && { ...document, closed: true },
  },
});

/** Whether the fold has its mistake. */
export const folding = { fails: true };

class Opening {
  @IsRealDate()
  readonly from!: string;
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly capacity!: number;
}

class OpenBoothBody {
  @Matches(/^\d{2}$/)
  readonly region!: string;
  @IsRequiredObject(() => Opening)
  readonly opening!: Opening;
}

class AdmitVisitorBody {
  @IsString()
  @Length(1, 40)
  readonly visitor!: string;
}

class BoothPath {
  @IsUUID()
  readonly id!: string;
}

const PATH = 'rest/booths/v1/booths';

@Controller(PATH)
class BoothController {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly reader: ProjectionReader,
  ) {}

  @Post()
  @Roles('central', 'regional')
  async open(
    @Body() { region, opening }: OpenBoothBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    const { origin, principal } = command.envelope(undefined);
    const id = deriveId('Booth', origin.commandId);
    const result = await this.executor.execute(booth, {
      id,
      command: { type: 'OpenBooth', boothId: id, region, capacity: opening.capacity },
      origin,
      context: (known) => known,
      authorize: () => requireScope(principal, { region }),
    });
    return answer(reply, result, { id, created: `/${PATH}/${id}` });
  }

  @Post(':id/visits')
  @HttpCode(200)
  admit(
    @Param() { id }: BoothPath,
    @Body() { visitor }: AdmitVisitorBody,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    return this.#change(id, { type: 'AdmitVisitor', visitor }, command, reply);
  }

  @Post(':id/closure')
  @HttpCode(200)
  close(
    @Param() { id }: BoothPath,
    @CommandContext() command: CommandContext,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<CommandAnswer> {
    return this.#change(id, { type: 'CloseBooth' }, command, reply);
  }

  @Get(':id')
  async booth(@Param() { id }: BoothPath, @Query() query: ReadOptionsQuery): Promise<BoothDocument> {
    const { document } = await this.reader.get(booths, id, readOptions(query));
    if (!document) throw new DomainError('BOOTH_UNKNOWN', { id }, 'not-found');
    return document;
  }

  @Public()
  @Get()
  async list(@Query() query: PageQuery): Promise<object> {
    const { limit, cursor } = query;
    const page = { limit, orderBy: [{ field: 'region' }], ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor, position } = await this.reader.find(booths, page, readOptions(query));
    return { items, nextCursor, position };
  }

  async #change(id: string, change: BoothCommand, command: CommandContext, reply: HttpReply): Promise<CommandAnswer> {
    const { origin, principal, ifRevision } = command.envelope(undefined);
    const result = await this.executor.execute(booth, {
      id,
      command: change,
      origin,
      context: (known) => known,
      authorize: ({ region }) => requireScope(principal, region === undefined ? {} : { region }),
      ...(ifRevision === undefined ? {} : { ifRevision }),
    });
    return answer(reply, result, { id });
  }
}

@Module({ controllers: [BoothController] })
class BoothModule {}

export const boothContext: Context = { module: BoothModule, events: boothEvents, projections: [booths] };
