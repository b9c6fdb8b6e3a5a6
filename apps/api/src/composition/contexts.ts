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
];
