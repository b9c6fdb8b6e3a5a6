import { isDeepStrictEqual } from 'node:util';
import { defineRefusal } from '#kernel/domain';
import { puntoInps } from '#service-points';
import { defineCommandOn, fact } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { servicesOfLine } from '../domain/delivered-services.ts';
import { agendaId } from './on-agenda.ts';
import { WithPuntoInps } from './with-punto-inps.ts';

/** Gives an agenda to a Punto INPS, at the reference unit that this has. */
export class TransferAgenda extends WithPuntoInps {}

const nothingToTransfer = defineRefusal(
  'NOTHING_TO_TRANSFER',
  'The agenda is at its end, or where its Punto INPS is: nothing is left to do.',
  'already-so',
);

/**
 * An agency that became a Punto INPS hands its agendas over with all that is booked (K3; INPS circolare 96/2018), and those of
 * a point go with it under another reference unit.
 */
export const transferAgenda = defineCommandOn(agenda)({
  input: TransferAgenda,
  summary: 'Gives an agenda to a Punto INPS, with all that is booked.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  needs: {
    point: fact(
      puntoInps,
      ({ puntoInpsId }: TransferAgenda) => puntoInpsId,
      (state) => (state.status === 'ABSENT' || state.status === 'CLOSED' ? undefined : state),
    ),
  },
  refuses: [nothingToTransfer],
  decide: ({ agendaId: id, puntoInpsId }, { status, profile }, { point }) => {
    if (!point || status === 'CLOSED') throw nothingToTransfer();
    const { region, province, municipality, referenceUnit: unit } = point;
    const owner = { kind: 'PUNTO_INPS' as const, unit, point: puntoInpsId };
    if (isDeepStrictEqual(owner, profile.owner)) throw nothingToTransfer();
    const previous = {
      ...{ owner: profile.owner, region: profile.region, province: profile.province, unit: profile.unit },
    };
    const services = servicesOfLine(point.services, profile.serviceLine);
    const place = { region, province, unit, municipality };
    return [{ type: 'AgendaTransferred', data: { agendaId: id, owner, ...place, services, previous } }];
  },
});
