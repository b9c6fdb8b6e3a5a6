import { idOf } from '#kernel/domain';
import { mailOn } from '#use-cases';
import { ProtocolForwardingOverdueNoticed } from '../domain/events.ts';
import { signingUnitMailbox } from './signing-unit-mailbox.ts';

/** Reminds the directorate that signed, at its certified mailbox, that a protocol was to be forwarded (P9). */
export const forwardingReminder = mailOn(ProtocolForwardingOverdueNoticed, async ({ stream, data }, { look }) => {
  const { unit, signedOn, forwardBy, reminder } = data;
  const protocolId = idOf(stream);
  return {
    to: await signingUnitMailbox(unit, look),
    subject: `[rete-punti] Protocollo da inoltrare, sollecito ${reminder} (${protocolId.slice(0, 8)})`,
    text:
      `Il protocollo ${protocolId}, firmato il ${signedOn}, doveva essere inoltrato alla Direzione centrale ` +
      `Organizzazione entro il ${forwardBy}, e non risulta inoltrato.\n\nSi prega di provvedere.`,
  };
});
