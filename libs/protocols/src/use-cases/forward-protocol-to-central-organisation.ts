import { IsOptional } from 'class-validator';
import { defineRefusals, valueAlreadyTaken } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { ipaCodeOfInstitute } from '#organisation';
import { defineCommandOn, IsRealDate, IsRequiredObject, within } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { registeredInTimeRefusals, requireLetterRegistered } from '../domain/registered-in-time.ts';
import { signedAct } from '../domain/signed-act.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { actRefusals, OnAct } from './on-act.ts';
import { protocolId } from './on-protocol.ts';
import {
  entryClaims,
  refuseEntryOfOthers,
  refuseInconsistent,
  RegisterEntryInput,
  registerEntryRefusals,
} from './register-entry.ts';
import { IsSha256 } from './signature-input.ts';

/** Forwards a signed protocol, or a signed amendment of it, to the central organisation. */
export class ForwardProtocolToCentralOrganisation extends OnAct {
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
 * The regional directorate forwards each signed act to the central one (INPS circolare 119/2011), once: the protocol, and
 * every amendment. It is no condition of force, and possible after the end (P9).
 */
export const forwardProtocolToCentralOrganisation = defineCommandOn(protocol)({
  input: ForwardProtocolToCentralOrganisation,
  summary: 'Forwards a signed protocol, or a signed amendment of it, to the central organisation.',
  id: protocolId,
  by: [within('regional')],
  in: PROTOCOL_STATES,
  needs: { institute: ipaCodeOfInstitute },
  claims: ({ registerEntry }) => entryClaims(registerEntry),
  refuses: [
    ...[refuse, actRefusals, registerEntryRefusals, valueAlreadyTaken],
    registeredInTimeRefusals.LETTER_REGISTERED_AFTER_FORWARDING,
  ],
  decide: ({ amendmentId, forwardedOn: wanted, registerEntry, letterSha256 }, state, { today, institute }) => {
    const act = signedAct(state, amendmentId);
    if (!act) {
      if (amendmentId !== undefined) throw actRefusals.AMENDMENT_NOT_FOUND({ amendmentId });
      throw refuse.PROTOCOL_NOT_SIGNED({ state: state.status });
    }
    if (act.forwardedOn !== undefined) throw refuse.PROTOCOL_ALREADY_FORWARDED({ forwardedOn: act.forwardedOn });
    if (act.isWithdrawn) throw actRefusals.AMENDMENT_WITHDRAWN({ amendmentId });
    const forwardedOn = wanted ?? today;
    const signedOn = romeDateAt(act.signedAt);
    if (forwardedOn < signedOn) throw refuse.FORWARDED_BEFORE_SIGNATURE({ forwardedOn, signedOn });
    if (forwardedOn > today) throw refuse.FORWARDED_IN_FUTURE({ forwardedOn, today });
    refuseEntryOfOthers(registerEntry, institute);
    refuseInconsistent(registerEntry, today);
    requireLetterRegistered(registerEntry, forwardedOn);
    const whose = amendmentId === undefined ? {} : { amendmentId, host: state.host };
    const data = { ...whose, forwardedOn, registerEntry, letterSha256 };
    return [{ type: 'ProtocolForwardedToCentralOrganisation', data }];
  },
});
