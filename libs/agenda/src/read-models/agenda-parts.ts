import { IsUUID } from 'class-validator';
import { defineQuery } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { bandUnknown } from '../domain/agenda/bands.ts';
import { closureUnknown } from '../domain/agenda/closures.ts';
import { Band, Closure, GetAgenda, knownAgenda, READERS, territoryOf } from './agenda-directory.ts';

export class GetOpeningBand extends GetAgenda {
  /** Id of the opening band. */
  @IsUUID()
  readonly bandId!: string;
}

export const getOpeningBand = defineQuery({
  input: GetOpeningBand,
  summary: 'One opening band of an agenda, unless it was withdrawn.',
  by: READERS,
  answer: Band,
  refuses: [agenda.notFound, bandUnknown],
  run: async ({ agendaId, bandId }, shell) => {
    const { document } = await knownAgenda(shell.reader, agendaId, shell.read);
    shell.requireWithin(territoryOf(document));
    const band = document.bands.find((one) => one.bandId === bandId);
    if (!band) throw bandUnknown({ bandId });
    return band;
  },
});

export class GetClosure extends GetAgenda {
  /** Id of the closure. */
  @IsUUID()
  readonly closureId!: string;
}

export const getClosure = defineQuery({
  input: GetClosure,
  summary: 'One closure of an agenda, unless it was withdrawn.',
  by: READERS,
  answer: Closure,
  refuses: [agenda.notFound, closureUnknown],
  run: async ({ agendaId, closureId }, shell) => {
    const { document } = await knownAgenda(shell.reader, agendaId, shell.read);
    shell.requireWithin(territoryOf(document));
    const closure = document.closures.find((one) => one.closureId === closureId);
    if (!closure) throw closureUnknown({ closureId });
    return closure;
  },
});
