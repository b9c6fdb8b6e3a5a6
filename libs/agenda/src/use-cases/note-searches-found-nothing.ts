import { IsInt, IsUUID, Min } from 'class-validator';
import { defineCommandOn, IsRealDate, type Tally } from '#use-cases';
import { agendaDemand } from '../domain/demand/agenda-demand.ts';

/** Notes how often people looked for a place of an agenda and found none. */
export class NoteSearchesFoundNothing {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;

  /** The day on which they looked, yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;

  /** How often. */
  @IsInt()
  @Min(1)
  readonly count!: number;
}

export const noteSearchesFoundNothing = defineCommandOn(agendaDemand)({
  input: NoteSearchesFoundNothing,
  summary: 'Notes how often people looked for a place of an agenda and found none.',
  id: ({ agendaId }) => agendaId,
  by: [],
  in: ['ABSENT', 'KNOWN'],
  decide: ({ agendaId, date, count }) => [{ type: 'SearchesFoundNothing', data: { agendaId, date, count } }],
});

/** Counts searches that found all places of an agenda taken: an event for each would let anybody fill the log by asking. */
export const searchesFoundNothing: Tally<{ readonly agendaId: string; readonly date: string }> = {
  name: 'searches-found-nothing',
  command: noteSearchesFoundNothing,
};
