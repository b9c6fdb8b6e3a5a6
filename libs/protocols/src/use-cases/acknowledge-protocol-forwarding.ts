import { IsOptional } from 'class-validator';
import { defineRefusals, valueAlreadyTaken } from '#kernel/domain';
import { ipaCodeOfInstitute } from '#organisation';
import { defineCommandOn, IsRealDate, IsRequiredObject, within } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { registeredInTimeRefusals, requireReceiptRegistered } from '../domain/registered-in-time.ts';
import { signedAct } from '../domain/signed-act.ts';
import { actRefusals, OnAct, ofThisAct } from './on-act.ts';
import { protocolId } from './on-protocol.ts';
import {
  entryClaims,
  refuseEntryOfOthers,
  refuseInconsistent,
  RegisterEntryInput,
  registerEntryRefusals,
} from './register-entry.ts';

export class AcknowledgeProtocolForwarding extends OnAct {
  /** yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly acknowledgedOn?: string;

  /** Where what was received stands in the protocol register of the centre. */
  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry!: RegisterEntryInput;
}

const refuse = defineRefusals({
  PROTOCOL_NOT_FORWARDED: 'Nothing was forwarded yet: acknowledge it once the regional directorate has done so.',
  FORWARDING_ALREADY_ACKNOWLEDGED: ['It was acknowledged on {acknowledgedOn}: nothing is left to do.', 'already-so'],
  ACKNOWLEDGED_BEFORE_FORWARDING: '{acknowledgedOn} lies before the forwarding of {forwardedOn}: correct the date.',
  ACKNOWLEDGED_IN_FUTURE: '{acknowledgedOn} lies after today, {today}: record it once it has happened.',
});

/** The Direzione centrale Organizzazione confirms what a directorate has forwarded (INPS circolare 119/2011). */
export const acknowledgeProtocolForwarding = defineCommandOn(protocol)({
  input: AcknowledgeProtocolForwarding,
  summary: 'Acknowledges a forwarded protocol, or a forwarded amendment of it, at the central organisation.',
  id: protocolId,
  by: [within('central')],
  in: ['SIGNED', 'IN_FORCE', 'SUSPENDED', 'RENEWED', 'TERMINATED', 'EXPIRED'],
  needs: { institute: ipaCodeOfInstitute },
  claims: ({ registerEntry }) => entryClaims(registerEntry),
  refuses: [
    ...[refuse, actRefusals, registerEntryRefusals, valueAlreadyTaken],
    registeredInTimeRefusals.RECEIPT_REGISTERED_BEFORE_FORWARDING,
    registeredInTimeRefusals.RECEIPT_REGISTERED_AFTER_ACKNOWLEDGEMENT,
  ],
  decide: ({ amendmentId, acknowledgedOn: wanted, registerEntry }, state, { today, institute }) => {
    const act = signedAct(state, amendmentId);
    if (!act && amendmentId !== undefined) throw actRefusals.AMENDMENT_NOT_FOUND({ amendmentId });
    const { forwardedOn, acknowledgedOn: before } = act ?? {};
    const acknowledgedOn = wanted ?? today;
    if (forwardedOn === undefined) throw refuse.PROTOCOL_NOT_FORWARDED();
    if (before !== undefined) throw refuse.FORWARDING_ALREADY_ACKNOWLEDGED({ acknowledgedOn: before });
    if (acknowledgedOn < forwardedOn) throw refuse.ACKNOWLEDGED_BEFORE_FORWARDING({ acknowledgedOn, forwardedOn });
    if (acknowledgedOn > today) throw refuse.ACKNOWLEDGED_IN_FUTURE({ acknowledgedOn, today });
    refuseEntryOfOthers(registerEntry, institute);
    refuseInconsistent(registerEntry, today);
    requireReceiptRegistered(registerEntry, { forwardedOn, acknowledgedOn });
    const data = { ...ofThisAct(amendmentId), acknowledgedOn, registerEntry };
    return [{ type: 'ProtocolForwardingAcknowledged', data }];
  },
});
