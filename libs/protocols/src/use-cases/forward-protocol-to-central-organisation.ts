import { IsOptional } from 'class-validator';
import { defineRefusals, valueAlreadyTaken } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { defineCommandOn, IsRealDate, IsRequiredObject, setting, within } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { OnProtocol, protocolId } from './on-protocol.ts';
import {
  entryClaims,
  refuseEntryOfOthers,
  refuseInconsistent,
  RegisterEntryInput,
  registerEntryRefusals,
} from './register-entry.ts';
import { IsSha256 } from './signature-input.ts';

/** Forwards a signed protocol to the central organisation. */
export class ForwardProtocolToCentralOrganisation extends OnProtocol {
  /** yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly forwardedOn?: string;

  /** Where the letter stands in the protocol register of the directorate. */
  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry!: RegisterEntryInput;

  /** Of the letter, 64 lower-case hexadecimal digits. */
  @IsSha256()
  readonly letterSha256!: string;
}

const refuse = defineRefusals({
  PROTOCOL_NOT_SIGNED: 'In state {state} it is not signed: forward it once it is.',
  PROTOCOL_ALREADY_FORWARDED: ['It was forwarded on {forwardedOn}: nothing is left to do.', 'already-so'],
  FORWARDED_BEFORE_SIGNATURE: '{forwardedOn} lies before the signature of {signedOn}: correct the date.',
  FORWARDED_IN_FUTURE: '{forwardedOn} lies after today, {today}: record the forwarding once it is done.',
});

/**
 * The regional directorate forwards the signed protocol to the central one (INPS circolare 119/2011), once: no condition of
 * its force, and possible after its end.
 */
export const forwardProtocolToCentralOrganisation = defineCommandOn(protocol)({
  input: ForwardProtocolToCentralOrganisation,
  summary: 'Forwards a signed protocol to the central organisation.',
  id: protocolId,
  by: [within('regional')],
  in: PROTOCOL_STATES,
  needs: { institute: setting(protocolSettings, ({ ipaCode }) => ipaCode) },
  claims: ({ registerEntry }) => entryClaims(registerEntry),
  refuses: [refuse, registerEntryRefusals, valueAlreadyTaken],
  decide: ({ forwardedOn: wanted, registerEntry, letterSha256 }, state, { today, institute }) => {
    if (!('signedAt' in state)) throw refuse.PROTOCOL_NOT_SIGNED({ state: state.status });
    if (state.forwardedOn !== undefined) throw refuse.PROTOCOL_ALREADY_FORWARDED({ forwardedOn: state.forwardedOn });
    const forwardedOn = wanted ?? today;
    const signedOn = romeDateAt(state.signedAt);
    if (forwardedOn < signedOn) throw refuse.FORWARDED_BEFORE_SIGNATURE({ forwardedOn, signedOn });
    if (forwardedOn > today) throw refuse.FORWARDED_IN_FUTURE({ forwardedOn, today });
    refuseEntryOfOthers(registerEntry, institute);
    refuseInconsistent(registerEntry, today);
    return [{ type: 'ProtocolForwardedToCentralOrganisation', data: { forwardedOn, registerEntry, letterSha256 } }];
  },
});
