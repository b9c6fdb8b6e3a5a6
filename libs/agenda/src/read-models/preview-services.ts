import { Type } from '@sinclair/typebox';
import { streamName } from '#kernel/domain';
import { romeDateOf } from '#italy';
import { puntoInps, ReviseServicesOfPuntoInps, reviseServicesOfPuntoInps, type PuntoInpsEvent } from '#service-points';
import { defineQuery } from '#use-cases';
import { Count, explained } from '#vocabulary';
import { agenda } from '../domain/agenda/agenda.ts';
import { servicesOfLine } from '../domain/delivered-services.ts';
import { agendasOfPoint } from './agendas-of-point.ts';
import { displacedAtAgendas } from './preview-unit-closure.ts';
import { daysPlanned, displacedOn, named, type OnDay } from './previewed-appointments.ts';

/** A point with all that was written of it. */
type Lived = Parameters<typeof puntoInps.judgedOn>[0];

/** Agendas that are looked at: each has all days of its horizon read. */
const MOST_AGENDAS = 200;

const ServicesPreview = Type.Object(
  {
    agendas: explained(Count, `How many agendas of the point were looked at: the first ${MOST_AGENDAS} by name.`),
    isWhole: Type.Boolean({
      description: 'Whether the point has no others; those would follow, and are not looked at.',
    }),
    displaced: displacedAtAgendas,
  },
  { $id: 'ServicesPreviewAnswer' },
);

/** The body of ReviseServicesOfPuntoInps, beforehand. */
export class PreviewServicesOfPuntoInps extends ReviseServicesOfPuntoInps {}

/** What the point offers today, once that is recorded, is what its agendas offer on every day ahead. */
export const previewServicesOfPuntoInps = defineQuery({
  input: PreviewServicesOfPuntoInps,
  summary: 'Whom ReviseServicesOfPuntoInps with the same body would displace, as things stand; nothing changes.',
  by: reviseServicesOfPuntoInps.by,
  about: ({ puntoInpsId }) => streamName(puntoInps.category, puntoInpsId),
  answer: ServicesPreview,
  refuses: [...reviseServicesOfPuntoInps.refuses, puntoInps.notFound, puntoInps.stateForbids],
  run: async (wanted, shell) => {
    const { after } = await shell.rehearse<Lived, ReviseServicesOfPuntoInps, PuntoInpsEvent>(
      reviseServicesOfPuntoInps,
      wanted,
    );
    const now = shell.clock.now();
    const point = puntoInps.judgedOn(after, romeDateOf(now));
    if (point.status === 'ABSENT') throw puntoInps.notFound({ id: wanted.puntoInpsId });
    const { services: offered, referenceUnit } = point;
    const agendas = await agendasOfPoint(wanted.puntoInpsId, referenceUnit, shell);
    const first = agendas.slice(0, MOST_AGENDAS);
    const those: OnDay[] = [];
    // One after another: each has its days looked at side by side.
    for (const { agendaId } of first) {
      const days = await shell.look(agenda, agendaId, (state) => {
        if (state.status === 'ABSENT') return [];
        const services = servicesOfLine(offered, state.profile.serviceLine);
        return daysPlanned(state, { ...state, profile: { ...state.profile, services } }, now);
      });
      those.push(...(await displacedOn(days, shell)));
    }
    const displaced = await named(those, shell, PreviewServicesOfPuntoInps.name);
    return { agendas: first.length, isWhole: first.length === agendas.length, displaced };
  },
});
