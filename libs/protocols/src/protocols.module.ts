import { Module } from '@nestjs/common';
import {
  AssignConventionOfficerHandler,
  BringProtocolIntoForceHandler,
  ForwardProtocolToCentralOrganisationHandler,
  RejectProtocolHandler,
  SubmitProtocolHandler,
  TerminateProtocolHandler,
  WithdrawProtocolHandler,
} from './application/agreement-handlers.ts';
import {
  CarryOutEntryIntoForceHandler,
  CarryOutTerminationHandler,
  ExpireProtocolHandler,
} from './application/calendar-handlers.ts';
import { DraftProtocolHandler } from './application/draft-protocol.ts';
import { GetProtocolHandler, ListProtocolsHandler } from './application/query-handlers.ts';
import { RecordProtocolSignatureHandler } from './application/record-protocol-signature.ts';
import { PROTOCOL_SETTINGS, protocolSettings } from './application/settings.ts';
import { ProtocolRegisterController } from './http/protocol-register.controller.ts';
import { ProtocolsController } from './http/protocols.controller.ts';

/** Protocolli d'intesa, from draft to end. */
@Module({
  controllers: [ProtocolsController, ProtocolRegisterController],
  providers: [
    { provide: PROTOCOL_SETTINGS, useFactory: () => protocolSettings(process.env) },
    DraftProtocolHandler,
    AssignConventionOfficerHandler,
    SubmitProtocolHandler,
    RejectProtocolHandler,
    WithdrawProtocolHandler,
    RecordProtocolSignatureHandler,
    ForwardProtocolToCentralOrganisationHandler,
    BringProtocolIntoForceHandler,
    TerminateProtocolHandler,
    CarryOutEntryIntoForceHandler,
    CarryOutTerminationHandler,
    ExpireProtocolHandler,
    GetProtocolHandler,
    ListProtocolsHandler,
  ],
})
export class ProtocolsModule {}
