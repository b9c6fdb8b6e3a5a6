import { create, get, post, routes } from '#use-cases';
import { listFreedPlaces } from '../read-models/freed-places.ts';
import { getWaitingEntry, listOwnWaiting, listWaiting } from '../read-models/waitlist/waiting-queries.ts';
import { joinWaitlist } from '../use-cases/waitlist/join-waitlist.ts';
import { leaveWaitlist } from '../use-cases/waitlist/leave-waitlist.ts';
import { told } from './told.ts';

export const waitingRoutes = routes('agenda', 'rest/agenda/v1', [
  get('agendas/:agendaId/waiting-list', listWaiting),
  create('agendas/:agendaId/waiting-list', joinWaitlist, {
    tell: told('WaitlistJoined', ({ entryId: id }) => ({ id })),
  }),
  get('agendas/:agendaId/waiting-list/:entryId', getWaitingEntry),
  post('agendas/:agendaId/waiting-list/:entryId/withdrawal', leaveWaitlist),
  get('agendas/:agendaId/days/:date/freed-places', listFreedPlaces),
  get('waiting/mine', listOwnWaiting),
]);
