import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineProjection, when } from '#kernel/domain';
import { defineQuery, everywhere, IsRealDate, ownSubject, pageOf, PageQuery, within, type Published } from '#use-cases';
import { Id, Timestamp, oneOf, explained } from '#vocabulary';
import { agenda } from '../domain/agenda/agenda.ts';
import { holdOfAnother, holdUnknown } from '../domain/agenda-day/known-hold.ts';
import {
  AppointmentBooked,
  AppointmentRescheduled,
  SlotHeld,
  SlotHoldExpired,
  SlotHoldReleased,
} from '../domain/events/agenda-day-events.ts';
import { GetAgenda, knownAgenda, territoryOf } from './agenda-directory.ts';
import { slotsTaken } from './slots-taken.ts';
import { isOfAnother } from './whose.ts';

const STATES = ['HELD', 'RELEASED', 'EXPIRED', 'BOOKED'] as const;
const HoldState = oneOf(STATES, 'HoldState');

const Hold = Type.Object(
  {
    holdId: Id,
    ...slotsTaken,
    expiresAt: explained(Timestamp, 'Book it before (this moment not included).'),
    state: HoldState,
    since: explained(Timestamp, 'When it came to its present state.'),
  },
  { $id: 'HoldAnswer' },
);

/** A hold as it stands. Of the person only their opaque id. */
export type HoldDocument = Published<Static<typeof Hold>> & { readonly subject: string };

/** One document per hold, whatever became of it. */
export const holds = defineProjection<HoldDocument>({
  name: 'holds',
  version: 2,
  indexes: [{ fields: ['agendaId', 'date', 'startsAt'] }, { fields: ['subject', 'startsAt'] }],
  keys: ({ data }) => {
    const { holdId } = data as { readonly holdId?: string };
    return holdId === undefined ? [] : [holdId];
  },
  on: [
    when(SlotHeld, (_document, { data: { commitmentId: _claim, internal: _places, ...data }, recordedAt }) => ({
      ...data,
      state: 'HELD',
      since: recordedAt,
    })),
    when(SlotHoldReleased, (document, { recordedAt }) => ended(document, 'RELEASED', recordedAt)),
    when(SlotHoldExpired, (document, { recordedAt }) => ended(document, 'EXPIRED', recordedAt)),
    when([AppointmentBooked, AppointmentRescheduled], (document, { recordedAt }) =>
      ended(document, 'BOOKED', recordedAt),
    ),
  ],
});

function ended(document: HoldDocument | undefined, state: HoldDocument['state'], since: string) {
  return document && { ...document, state, since };
}

const STAFF = within('central', 'regional', 'provincial', 'desk-operator');

export class GetHold extends GetAgenda {
  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  /** Id of the hold. */
  @IsUUID()
  readonly holdId!: string;
}

export const getHold = defineQuery({
  input: GetHold,
  summary: 'One hold, whatever became of it; nothing of the person.',
  by: [STAFF, everywhere('citizen')],
  answer: Hold,
  refuses: [agenda.notFound, holdUnknown, holdOfAnother],
  run: async ({ agendaId, date, holdId }, shell) => {
    const { document } = await knownAgenda(shell.reader, agendaId, shell.read);
    shell.requireWithin(territoryOf(document, date));
    const { document: hold } = await shell.reader.get(holds, holdId, shell.read);
    if (hold?.agendaId !== agendaId || hold.date !== date) throw holdUnknown({ holdId });
    if (isOfAnother(hold, shell.principal)) throw holdOfAnother({ holdId });
    return hold;
  },
});

export class ListHolds extends PageQuery {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;

  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;
}

export const listHolds = defineQuery({
  input: ListHolds,
  summary: 'The holds of a day that stand, in the order of their slots; nothing of the persons.',
  by: [STAFF],
  answer: pageOf('HoldPage', Hold),
  refuses: [agenda.notFound],
  run: async ({ agendaId, date, limit, cursor }, shell) => {
    const { document } = await knownAgenda(shell.reader, agendaId, shell.read);
    shell.requireWithin(territoryOf(document, date));
    const where = { agendaId, date, state: 'HELD' };
    const part = { limit, ...(cursor === undefined ? {} : { cursor }) };
    return shell.reader.find(holds, { where, orderBy: [{ field: 'startsAt' }], ...part }, shell.read);
  },
});

export class ListOwnHolds extends PageQuery {}

export const listOwnHolds = defineQuery({
  input: ListOwnHolds,
  summary: "The citizen's own holds, the latest first, whatever became of them.",
  by: [everywhere('citizen')],
  answer: pageOf('OwnHoldPage', Hold),
  run: (_page, shell) => {
    if (!shell.principal) throw new TypeError('a query for some roles was answered without a principal');
    const subject = ownSubject(shell.principal);
    const query = shell.page({ subject }, {}, [{ field: 'startsAt', descending: true }]);
    return shell.reader.find(holds, query, shell.read);
  },
});
