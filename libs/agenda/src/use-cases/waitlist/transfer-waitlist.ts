import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, fact } from '#use-cases';
import { agenda } from '../../domain/agenda/agenda.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { agendaId, OnAgenda } from '../on-agenda.ts';
import { ANY_LIST } from './on-waiting-list.ts';

/** Has the list stand where its agenda does. */
export class TransferWaitlist extends OnAgenda {}

const refuse = defineRefusals({
  WAITING_LIST_STANDS_THERE: ['The waiting list stands where its agenda does: nothing is left to do.', 'already-so'],
});

export const transferWaitlist = defineCommandOn(waitlist)({
  input: TransferWaitlist,
  summary: 'Has the waiting list of an agenda stand where the agenda does.',
  id: agendaId,
  by: [],
  in: ANY_LIST,
  needs: {
    place: fact(
      agenda,
      ({ agendaId: id }: TransferWaitlist) => id,
      (state) => {
        if (state.status === 'ABSENT') return undefined;
        const { region, province, unit } = state.profile;
        return { region, province, unit };
      },
    ),
  },
  refuses: [refuse],
  decide: ({ agendaId: id }, list, { place }) => {
    if (list.status === 'ABSENT' || !place) throw refuse.WAITING_LIST_STANDS_THERE();
    const { region, province, unit } = list.territory;
    if (place.region === region && place.province === province && place.unit === unit) {
      throw refuse.WAITING_LIST_STANDS_THERE();
    }
    return [{ type: 'WaitlistTransferred', data: { agendaId: id, ...place } }];
  },
});
