import { IsUUID } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsText } from '#use-cases';
import type { Life } from '#use-cases/dated';
import { amendedTerms } from '../domain/amended-terms.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import { signedAct } from '../domain/signed-act.ts';
import { actRefusals } from './on-act.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Takes back an amendment that was signed for a date ahead. */
export class WithdrawAmendment extends OnProtocol {
  /** Id of the amendment. */
  @IsUUID()
  readonly amendmentId!: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const refuse = defineRefusals({
  AMENDMENT_HAS_COME:
    'It was to take effect on {effectiveDate}, which has come: conclude another amendment that takes it back.',
});

/**
 * The protocol goes on without it, and what it had claimed is free: points, entries of registers, persons. It need not be
 * forwarded any more.
 */
export const withdrawAmendment = defineCommandOn(protocol)({
  input: WithdrawAmendment,
  summary: 'Takes back an amendment that was signed for a date ahead.',
  id: protocolId,
  by: OFFICES,
  in: ['IN_FORCE', 'SUSPENDED'],
  refuses: [actRefusals, refuse],
  decide: ({ amendmentId, reason }, state, { today }) => {
    const act = signedAct(state, amendmentId);
    if (!act) throw actRefusals.AMENDMENT_NOT_FOUND({ amendmentId });
    if (act.isWithdrawn) throw actRefusals.AMENDMENT_WITHDRAWN({ amendmentId });
    const { amendment, expiresOn } = state;
    if (amendment?.amendmentId !== amendmentId || amendment.effectiveDate <= today) {
      throw refuse.AMENDMENT_HAS_COME({ amendmentId, effectiveDate: dayOf(amendmentId, state) });
    }
    const { effectiveDate } = amendment;
    const added = [...amendedTerms(state, amendment).added];
    return [{ type: 'ProtocolAmendmentWithdrawn', data: { amendmentId, effectiveDate, reason, added, expiresOn } }];
  },
});

/** The day on which an amendment takes effect, as it is known now. */
function dayOf(amendmentId: string, { life }: { readonly life: Life<ProtocolEvent> }): string | undefined {
  for (const { event } of protocolLife.facts(life)) {
    if (event.type === 'ProtocolAmendmentSigned' && event.data.amendmentId === amendmentId)
      return event.data.effectiveDate;
  }
  return undefined;
}
