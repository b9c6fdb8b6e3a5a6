import { Type, type Static } from '@sinclair/typebox';
import { IsInt, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import {
  defineAggregate,
  defineEvent,
  defineProjection,
  defineRefusal,
  deriveId,
  idOf,
  when,
  type EventsOf,
} from '#kernel/domain';
import {
  ANYONE,
  create,
  defineCommandOn,
  defineContext,
  defineQuery,
  everywhere,
  get,
  IsRealDate,
  IsRequiredObject,
  PageQuery,
  pageOf,
  post,
  ReadOptionsQuery,
  ROLES,
  routes,
  within,
} from '#use-cases';

/*
 * A whole context in one file, for the specifications of HTTP: booths that hold a few visitors. It is declared as the
 * contexts of the product are, so that what holds for its routes holds for theirs.
 */

const BoothOpened = defineEvent({
  type: 'BoothOpened',
  schema: Type.Object({ boothId: Type.String(), region: Type.String(), capacity: Type.Integer() }),
});
const VisitorAdmitted = defineEvent({
  type: 'VisitorAdmitted',
  schema: Type.Object({ boothId: Type.String(), visitor: Type.String() }),
});
const BoothClosed = defineEvent({ type: 'BoothClosed', schema: Type.Object({ boothId: Type.String() }) });
const events = [BoothOpened, VisitorAdmitted, BoothClosed] as const;

interface Booth {
  readonly status: 'OPEN' | 'CLOSED';
  readonly region: string;
  readonly capacity: number;
  readonly visitors: number;
}

const booth = defineAggregate<Booth, EventsOf<typeof events>>({
  category: 'Booth',
  called: 'the booth',
  codes: { notFound: 'BOOTH_UNKNOWN', alreadyExists: 'BOOTH_IS_OPEN', stateForbids: 'BOOTH_STATE_FORBIDS' },
  evolve: (state, { type, data }) => {
    if (type === 'BoothOpened') return { status: 'OPEN', region: data.region, capacity: data.capacity, visitors: 0 };
    if (state.status === 'ABSENT') throw new TypeError(`${type} before BoothOpened`);
    return type === 'BoothClosed' ? { ...state, status: 'CLOSED' } : { ...state, visitors: state.visitors + 1 };
  },
  scopeOf: ({ region }) => ({ region }),
});

class Opening {
  @IsRealDate()
  readonly from!: string;
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly capacity!: number;
}

/** Whoever has a territory or body. */
const ATTENDANTS = within('central', 'regional', 'provincial', 'desk-operator', 'host-operator', 'analyst');

class OpenBooth {
  @Matches(/^\d{2}$/)
  readonly region!: string;
  @IsRequiredObject(() => Opening)
  readonly opening!: Opening;
}

const openBooth = defineCommandOn(booth)({
  input: OpenBooth,
  summary: 'Opens a booth.',
  id: (_input, commandId) => deriveId('Booth', commandId),
  by: [within('central', 'regional')],
  in: ['ABSENT'],
  where: ({ region }) => ({ region }),
  decide: ({ region, opening: { capacity } }, _absent, { id }) => [
    { type: 'BoothOpened', data: { boothId: id, region, capacity } },
  ],
});

class CloseBooth {
  @IsUUID()
  readonly id!: string;
}

class AdmitVisitor extends CloseBooth {
  @IsString()
  @Length(1, 40)
  readonly visitor!: string;
}

const isClosed = defineRefusal('BOOTH_IS_CLOSED', 'It is closed: go to another booth.');
const isFull = defineRefusal('BOOTH_FULL', 'It holds {capacity}: go to another booth.', 'conflict');

const admitVisitor = defineCommandOn(booth)({
  input: AdmitVisitor,
  summary: 'Lets a visitor in.',
  id: ({ id }) => id,
  by: [ATTENDANTS],
  in: ['OPEN', 'CLOSED'],
  refuses: [isClosed, isFull],
  decide: ({ visitor }, { status, visitors, capacity }, { id: boothId }) => {
    if (status === 'CLOSED') throw isClosed({ boothId });
    if (visitors === capacity) throw isFull({ capacity });
    return [{ type: 'VisitorAdmitted', data: { boothId, visitor } }];
  },
});

const closeBooth = defineCommandOn(booth)({
  input: CloseBooth,
  summary: 'Closes a booth for good.',
  id: ({ id }) => id,
  by: [ATTENDANTS],
  in: ['OPEN', 'CLOSED'],
  refuses: [isClosed],
  decide: (_input, { status }, { id: boothId }) => {
    if (status === 'CLOSED') throw isClosed({ boothId });
    return [{ type: 'BoothClosed', data: { boothId } }];
  },
});

const BoothAnswer = Type.Object(
  { id: Type.String(), region: Type.String(), visitors: Type.Array(Type.String()), closed: Type.Boolean() },
  { $id: 'BoothAnswer' },
);

/** Whether the fold of the visitors has a mistake, for the specifications of parking. */
export const folding = { fails: true };

const booths = defineProjection<Static<typeof BoothAnswer>>({
  name: 'booths',
  version: 1,
  indexes: [{ fields: ['region', 'id'] }],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(BoothOpened, (_none, { data }) => ({ id: data.boothId, region: data.region, visitors: [], closed: false })),
    when(VisitorAdmitted, (document, { data: { visitor } }) => {
      if (visitor === 'unforeseen' && folding.fails) throw new Error('a visitor nobody foresaw');
      return document && { ...document, visitors: [...document.visitors, visitor] };
    }),
    when(BoothClosed, (document) => document && { ...document, closed: true }),
  ],
});

class GetBooth extends ReadOptionsQuery {
  @IsUUID()
  readonly id!: string;
}

const getBooth = defineQuery({
  input: GetBooth,
  summary: 'One booth with its visitors.',
  by: [everywhere(...ROLES)],
  answer: BoothAnswer,
  refuses: [booth.notFound],
  run: async ({ id }, { reader, read }) => {
    const { document } = await reader.get(booths, id, read);
    if (!document) throw booth.notFound({ id });
    return document;
  },
});

class ListBooths extends PageQuery {}

const listBooths = defineQuery({
  input: ListBooths,
  summary: 'All booths, by region.',
  by: ANYONE,
  answer: pageOf('BoothPage', BoothAnswer),
  run: (_input, { reader, read, page }) => reader.find(booths, page({}, {}, [{ field: 'region' }]), read),
});

export const boothContext = defineContext({
  name: 'booths',
  about: 'Booths that hold a few visitors.',
  aggregates: [booth],
  events,
  commands: [openBooth, admitVisitor, closeBooth],
  queries: [getBooth, listBooths],
  projections: [booths],
  routes: [
    routes('booths', 'rest/booths/v1/booths', [
      get('', listBooths),
      create('', openBooth),
      get(':id', getBooth),
      post(':id/visits', admitVisitor),
      post(':id/closure', closeBooth),
    ]),
  ],
});
