import { Type, type TProperties } from '@sinclair/typebox';
import type { EventDefinition } from '#kernel/domain';
import {
  always,
  at,
  correctedEnd,
  correctedEndSchema,
  correctionOf,
  correctionSchema,
  madeFrom,
  madeOf,
  publish,
  type PlaceLeft,
  type Publication,
  type PublishedField,
} from '#use-cases';
import {
  CadastralCode,
  explained,
  HostBodyFacts,
  Id,
  LocalDate,
  oneOf,
  POINT_KINDS,
  ProvinceCode,
  RegionCode,
  Text,
} from '#vocabulary';
import * as cliente from '../domain/events.ts';
import * as inps from '../domain/punto-inps/events.ts';
import { GROUNDS, PUNTO_INPS_CLOSURES, PUNTO_INPS_SUSPENSIONS } from '../domain/punto-inps/vocabulary.ts';
import { Address, REASONS_OF_PERSONS, REASONS_OF_PROTOCOLS, ServiceIds } from '../domain/vocabulary.ts';
import { SUSPENSIONS_BY_PERSONS, SUSPENSIONS_BY_POLICY } from '../domain/vocabulary.ts';
import { STANDINGS, standsAfter, standsIfTold } from './standing.ts';

/*
 * What outsiders are told of service points: Punti Cliente at hosting bodies and Punti INPS, as one kind of thing. Who draws
 * a map puts together what was registered, where it moved, and how it stands.
 */

const network = oneOf(['PUNTO_CLIENTE', 'PUNTO_INPS']);
const kind = Type.Optional(explained(oneOf(POINT_KINDS), 'Of a Punto Cliente: how much it does.'));
const stands = explained(oneOf(STANDINGS), 'How it stands today, with all that was recorded by now.');
const protocol = explained(Id, 'Id of the protocol that covers it.');
const from = (description: string) => explained(LocalDate, description);
/** Receivers have one word for what the protocol suspends a point for: a new one would mislead those who rely on this contract. */
const REASONS_TOLD = SUSPENSIONS_BY_POLICY.filter((reason) => reason !== 'KIND_NOT_COVERED');
const reason: PublishedField = madeOf('reason', '`KIND_NOT_COVERED` as `PROTOCOL_SUSPENDED`', (given: string) =>
  given === 'KIND_NOT_COVERED' ? 'PROTOCOL_SUSPENDED' : given,
);
const point = (fields: TProperties): TProperties => ({ network, ...fields });
const ids: PublishedField = madeOf('services', 'the ids', (services: readonly { readonly serviceId: string }[]) =>
  services.map(({ serviceId }) => serviceId),
);

type Fields = Readonly<Record<string, PublishedField>>;
const fromPuntoCliente = (event: EventDefinition, fields: Fields, left?: PlaceLeft): Publication =>
  madeFrom(event, { network: always('PUNTO_CLIENTE'), ...fields }, left ? { left } : {});
const fromPuntoInps = (event: EventDefinition, fields: Fields): Publication =>
  madeFrom(event, { network: always('PUNTO_INPS'), ...fields });

/** The legal days of facts that outsiders are told of. */
const DAYS_OF_PUNTI_CLIENTE = [
  ...['approvedOn', 'declinedOn', 'activatedOn', 'changedOn', 'revisedOn', 'relocatedOn'],
  ...['suspendedOn', 'resumedOn', 'transferredOn', 'deactivatedOn'],
];
const DAYS_OF_PUNTI_INPS = [
  ...['establishedOn', 'revisedOn', 'changedOn', 'openedOn', 'suspendedOn', 'resumedOn', 'closedOn'],
];

export const publishedPoints = [
  publish({
    type: 'service-point.registered.v1',
    title: 'Punto di servizio richiesto',
    about: 'A service point was asked for: who, where and what it is to be. It does not receive people yet.',
    fields: point({
      name: explained(Text, 'Of a Punto INPS its name, of a Punto Cliente that of the body which hosts it.'),
      kind,
      host: Type.Optional(HostBodyFacts),
      region: RegionCode,
      province: ProvinceCode,
      municipality: CadastralCode,
      address: Address,
      referenceUnit: Type.Optional(explained(Id, 'Code of the unit that a Punto INPS belongs to.')),
      ground: Type.Optional(oneOf(GROUNDS)),
    }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteRequested, {
        ...{ name: at('host.name'), kind: at('kind'), host: at('host') },
        ...{ region: at('region'), province: at('province'), municipality: at('municipality'), address: at('address') },
      }),
      fromPuntoInps(inps.PuntoInpsProposed, {
        ...{ name: at('name'), referenceUnit: at('referenceUnit'), ground: at('ground') },
        ...{ region: at('region'), province: at('province'), municipality: at('municipality'), address: at('address') },
      }),
    ],
  }),
  publish({
    type: 'service-point.approved.v1',
    title: 'Punto di servizio approvato',
    about: 'A service point may be opened.',
    fields: point({ stands }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteApproved, { stands: standsAfter('APPROVED') }),
      fromPuntoInps(inps.PuntoInpsEstablished, { stands: standsAfter('APPROVED') }),
    ],
  }),
  publish({
    type: 'service-point.declined.v1',
    title: 'Punto di servizio non accolto',
    about: 'A service point that was asked for is not to be.',
    fields: point({ stands }),
    made: [fromPuntoCliente(cliente.PuntoClienteDeclined, { stands: standsAfter('DECLINED') })],
  }),
  publish({
    type: 'service-point.opened.v1',
    title: 'Punto di servizio aperto',
    about: 'A service point receives people from a day on.',
    fields: point({ stands, kind, protocol: Type.Optional(protocol), from: from('First day on which it receives.') }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteActivated, {
        stands: standsAfter('OPEN'),
        kind: at('kind'),
        protocol: at('protocolId'),
        from: at('activatedOn'),
      }),
      fromPuntoInps(inps.PuntoInpsOpened, { stands: standsAfter('OPEN'), from: at('openedOn') }),
    ],
  }),
  publish({
    type: 'service-point.kind-changed.v1',
    title: 'Punto Cliente di altro tipo',
    about: 'A Punto Cliente is of another kind from a day on, and offers other services.',
    fields: point({
      ...{ kind: oneOf(POINT_KINDS), previousKind: oneOf(POINT_KINDS), services: ServiceIds },
      from: from('First day under this kind.'),
    }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteKindChanged, {
        kind: at('kind'),
        previousKind: at('previousKind'),
        services: at('services'),
        from: at('changedOn'),
      }),
    ],
  }),
  publish({
    type: 'service-point.services-revised.v1',
    title: 'Servizi del punto rivisti',
    about: 'What a service point offers from a day on, all of it.',
    fields: point({ services: explained(ServiceIds, 'Ids of the catalogue.'), from: from('First day.') }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteServicesRevised, { services: at('services'), from: at('revisedOn') }),
      fromPuntoInps(inps.PuntoInpsServicesRevised, { services: ids, from: at('revisedOn') }),
    ],
  }),
  publish({
    type: 'service-point.relocated.v1',
    title: 'Punto di servizio trasferito',
    about: 'A service point is elsewhere in its region from a day on. Who reads where it stood is told, too.',
    fields: point({
      ...{ province: ProvinceCode, municipality: CadastralCode, address: Address },
      from: from('First day at the new place.'),
    }),
    made: [
      fromPuntoCliente(
        cliente.PuntoClienteRelocated,
        {
          ...{ province: at('province'), municipality: at('municipality'), address: at('address') },
          from: at('relocatedOn'),
        },
        { province: at('previous.province') },
      ),
    ],
  }),
  publish({
    type: 'service-point.suspended.v1',
    title: 'Punto di servizio sospeso',
    about: 'A service point receives nobody from a day on, for a time, for one reason; there may be several.',
    fields: point({
      stands,
      reason: oneOf([...new Set([...SUSPENSIONS_BY_PERSONS, ...REASONS_TOLD, ...PUNTO_INPS_SUSPENSIONS])]),
      from: from('First day on which it receives nobody.'),
      until: Type.Optional(from('First day on which that reason holds no longer, where it is known.')),
    }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteSuspended, {
        stands: standsAfter('SUSPENDED'),
        reason,
        from: at('suspendedOn'),
        until: at('until'),
      }),
      fromPuntoInps(inps.PuntoInpsSuspended, {
        stands: standsAfter('SUSPENDED'),
        reason: at('reason'),
        from: at('suspendedOn'),
        until: at('until'),
      }),
    ],
  }),
  publish({
    type: 'service-point.resumed.v1',
    title: 'Sospensione del punto finita',
    about: 'One reason for which a service point received nobody is over; it receives again when none is left.',
    fields: point({
      stands,
      reason: Type.Optional(explained(oneOf([...SUSPENSIONS_BY_PERSONS, ...REASONS_TOLD]), 'Which one.')),
      from: from('First day on which it holds no longer.'),
    }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteResumed, {
        stands: standsAfter('OPEN'),
        reason,
        from: at('resumedOn'),
      }),
      fromPuntoInps(inps.PuntoInpsResumed, { stands: standsAfter('OPEN'), from: at('resumedOn') }),
    ],
  }),
  publish({
    type: 'service-point.protocol-changed.v1',
    title: 'Punto Cliente sotto altro protocollo',
    about:
      'Another protocol covers a Punto Cliente from a day on; it goes on as it is, or again where an end of before is none.',
    fields: point({ stands: Type.Optional(stands), protocol, previousProtocol: Id, from: from('First day under it.') }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteCoverageTransferred, {
        stands: standsIfTold(),
        protocol: at('protocolId'),
        previousProtocol: at('previousProtocolId'),
        from: at('transferredOn'),
      }),
    ],
  }),
  publish({
    type: 'service-point.reference-unit-changed.v1',
    title: 'Punto INPS di altra sede',
    about: 'A Punto INPS belongs to another unit from a day on.',
    fields: point({ referenceUnit: Id, previousReferenceUnit: Id, from: from('First day under it.') }),
    made: [
      fromPuntoInps(inps.PuntoInpsReferenceUnitChanged, {
        referenceUnit: at('referenceUnit'),
        previousReferenceUnit: at('previous'),
        from: at('changedOn'),
      }),
    ],
  }),
  publish({
    type: 'service-point.closed.v1',
    title: 'Punto di servizio chiuso',
    about: 'A service point receives nobody any more from a day on. A Punto Cliente may be opened again later.',
    fields: point({
      stands,
      reason: oneOf([...new Set([...REASONS_OF_PROTOCOLS, ...REASONS_OF_PERSONS, ...PUNTO_INPS_CLOSURES])]),
      from: from('First day without activity.'),
    }),
    made: [
      fromPuntoCliente(cliente.PuntoClienteDeactivated, {
        stands: standsAfter('CLOSED'),
        reason: at('reason'),
        from: at('deactivatedOn'),
      }),
      fromPuntoInps(inps.PuntoInpsClosed, {
        stands: standsAfter('CLOSED'),
        reason: at('reason'),
        from: at('closedOn'),
      }),
    ],
  }),
  publish({
    type: 'service-point.corrected.v1',
    title: 'Dati del punto rettificati',
    about: 'What was told of a service point was wrong: from now on it counts as it is said here.',
    fields: point({ ...correctionSchema, ...correctedEndSchema, stands }),
    made: [
      fromPuntoCliente(
        cliente.PuntoClienteRectified,
        { ...correctionOf(DAYS_OF_PUNTI_CLIENTE), ...correctedEnd, stands: standsAfter('OPEN') },
        // A move that never was, or was on another day.
        { province: at('from.province') },
      ),
      fromPuntoInps(inps.PuntoInpsRectified, {
        ...correctionOf(DAYS_OF_PUNTI_INPS),
        ...correctedEnd,
        stands: standsAfter('OPEN'),
      }),
    ],
  }),
];
