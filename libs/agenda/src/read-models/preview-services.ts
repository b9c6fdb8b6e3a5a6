import { Type } from '@sinclair/typebox';
import { streamName } from '#kernel/domain';
import { romeDateOf } from '#italy';
import { puntoInps, ReviseServicesOfPuntoInps, reviseServicesOfPuntoInps, type PuntoInpsEvent } from '#service-points';
import { defineQuery } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { servicesOfLine } from '../domain/delivered-services.ts';
import { agendasOfPoint } from './agendas-of-point.ts';
import { displacedAtAgendas } from './preview-unit-closure.ts';
import { daysPlanned, displacedOn, named, type OnDay } from './previewed-appointments.ts';

/** A point with all that was written of it. */
type Lived = Parameters<typeof puntoInps.judgedOn>[0];

/** The body of ReviseServicesOfPuntoInps, beforehand. */
export class PreviewServicesOfPuntoInps extends ReviseServicesOfPuntoInps {}

/** What the point offers today, once that is recorded, is what its agendas offer on every day ahead. */
export const previewServicesOfPuntoInps = defineQuery({
  input: PreviewServicesOfPuntoInps,
  summary: 'Whom ReviseServicesOfPuntoInps with the same body would displace, as things stand; nothing changes.',
  by: reviseServicesOfPuntoInps.by,
  about: ({ puntoInpsId }) => streamName(puntoInps.category, puntoInpsId),
  answer: Type.Object({ displaced: displacedAtAgendas }, { $id: 'ServicesPreviewAnswer' }),
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
    const those: OnDay[] = [];
    // One after another: each has its days looked at side by side.
    for (const { agendaId } of await agendasOfPoint(wanted.puntoInpsId, referenceUnit, shell)) {
      const days = await shell.look(agenda, agendaId, (state) => {
        if (state.status === 'ABSENT') return [];
        const services = servicesOfLine(offered, state.profile.serviceLine);
        return daysPlanned(state, { ...state, profile: { ...state.profile, services } }, now);
      });
      those.push(...(await displacedOn(days, shell)));
    }
    return { displaced: await named(those, shell, PreviewServicesOfPuntoInps.name) };
  },
});
