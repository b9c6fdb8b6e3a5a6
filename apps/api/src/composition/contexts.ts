import {
  agendaClaimTargets,
  agendaCommands,
  agendaEvents,
  AgendaModule,
  agendaProcesses,
  agendaProjections,
} from '#agenda';
import {
  OrganisationModule,
  organisationActEvents,
  organisationClaimTargets,
  organisationCommands,
  organisationEvents,
  organisationProcesses,
  organisationProjections,
} from '#organisation';
import { privacyCommands, privacyEvents, PrivacyModule, privacyProcesses, privacyProjections } from '#privacy';
import {
  protocolsActEvents,
  protocolsClaimTargets,
  protocolsCommands,
  protocolsEvents,
  ProtocolsModule,
  protocolsProcesses,
  protocolsProjections,
} from '#protocols';
import {
  servicePointsCommands,
  servicePointsEvents,
  ServicePointsModule,
  servicePointsProcesses,
  servicePointsProjections,
} from '#service-points';
import type { Context } from './context.ts';

/** The contexts of the product. */
export const contexts: readonly Context[] = [
  {
    module: PrivacyModule,
    events: privacyEvents,
    projections: privacyProjections,
    processes: privacyProcesses,
    commands: privacyCommands,
  },
  {
    module: OrganisationModule,
    events: organisationEvents,
    projections: organisationProjections,
    processes: organisationProcesses,
    commands: organisationCommands,
    claimTargets: organisationClaimTargets,
    actEvents: organisationActEvents,
  },
  {
    module: ProtocolsModule,
    events: protocolsEvents,
    projections: protocolsProjections,
    processes: protocolsProcesses,
    commands: protocolsCommands,
    claimTargets: protocolsClaimTargets,
    actEvents: protocolsActEvents,
  },
  {
    module: ServicePointsModule,
    events: servicePointsEvents,
    projections: servicePointsProjections,
    processes: servicePointsProcesses,
    commands: servicePointsCommands,
  },
  {
    module: AgendaModule,
    events: agendaEvents,
    projections: agendaProjections,
    processes: agendaProcesses,
    commands: agendaCommands,
    claimTargets: agendaClaimTargets,
  },
];
