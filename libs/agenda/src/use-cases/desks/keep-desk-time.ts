import { isDeepStrictEqual } from 'node:util';
import { IsOptional, IsUUID } from 'class-validator';
import { defineCommandOn, fact, IsRealDate } from '#use-cases';
import { agenda } from '../../domain/agenda/agenda.ts';
import { desk, deskTimesAfter } from '../../domain/desks/desk.ts';
import { deskTimeRelease } from '../../domain/desks/desk-time.ts';
import type { DeskTimeEnded } from '../../domain/desks/events.ts';
import type { EventOf } from '#kernel/domain';
import { deskId, KNOWN_DESK, OnDesk } from './on-desk.ts';

/** Gives back what a command has claimed of a desk. */
export class ReleaseDeskTime extends OnDesk {
  /** Id of the command that claimed it. */
  @IsUUID()
  readonly forCommandId!: string;
}

export const releaseDeskTime = defineCommandOn(desk)({
  input: ReleaseDeskTime,
  summary: 'Gives back the hours that a command has claimed of a desk.',
  id: deskId,
  by: [],
  in: KNOWN_DESK,
  decide: ({ forCommandId }, state) => deskTimeRelease(state, forCommandId),
});

/** Ends hours that an agenda has of a desk. */
export class EndDeskTime extends OnDesk {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;

  /** Id of the band; all of the agenda's when absent. */
  @IsOptional()
  @IsUUID()
  readonly bandId?: string;

  /** First day on which the hours are free. */
  @IsRealDate()
  readonly from!: string;
}

export const endDeskTime = defineCommandOn(desk)({
  input: EndDeskTime,
  summary: 'Ends hours that an agenda has of a desk.',
  id: deskId,
  by: [],
  in: KNOWN_DESK,
  decide: ({ deskId: id, agendaId, bandId, from }, { times }) => {
    const data = { deskId: id, agendaId, ...(bandId === undefined ? {} : { bandId }), from };
    const ended: { readonly type: 'DeskTimeEnded'; readonly data: EventOf<typeof DeskTimeEnded>['data'] } = {
      ...{ type: 'DeskTimeEnded', data },
    };
    return isDeepStrictEqual(deskTimesAfter(times, ended), times) ? [] : [ended];
  },
});

/** Gives a desk to the office to which an agenda has passed that receives there. */
export class TransferDesk extends OnDesk {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;
}

/** An agency that became a Punto INPS hands its desks over with its agendas, and those of a point go with it (K3). */
export const transferDesk = defineCommandOn(desk)({
  input: TransferDesk,
  summary: 'Gives a desk to the office to which an agenda has passed that receives there.',
  id: deskId,
  by: [],
  in: KNOWN_DESK,
  needs: {
    profile: fact(
      agenda,
      ({ agendaId }: TransferDesk) => agendaId,
      (state) => (state.status === 'ABSENT' ? undefined : state.profile),
    ),
  },
  decide: ({ deskId: id }, state, { profile }) => {
    if (!profile) return [];
    const { owner: whose, region, province, unit } = profile;
    const owner = { unit: whose.unit, ...(whose.point === undefined ? {} : { point: whose.point }) };
    if (isDeepStrictEqual(owner, state.owner)) return [];
    const previous = { owner: state.owner, region: state.region, province: state.province, unit: state.unit };
    return [{ type: 'DeskTransferred', data: { deskId: id, owner, region, province, unit, previous } }];
  },
});
