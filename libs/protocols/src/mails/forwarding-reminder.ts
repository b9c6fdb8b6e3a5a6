import { idOf } from '#kernel/domain';
import { territorialUnit } from '#organisation';
import { mailOn } from '#use-cases';
import { ProtocolForwardingOverdueNoticed } from '../domain/events.ts';

/** Reminds the directorate that signed, at its certified mailbox, that a protocol was to be forwarded (P9). */
export const forwardingReminder = mailOn(ProtocolForwardingOverdueNoticed, async ({ stream, data }, { look }) => {
  const { unit, signedOn, forwardBy, reminder } = data;
  const address =
    unit === undefined
      ? undefined
      : await look(territorialUnit, unit, (found) => (found.status === 'ABSENT' ? undefined : found.pec));
  const protocolId = idOf(stream);
  return {
    // Signatures of before name no unit.
    to: { name: unit ?? 'SIGNING-UNIT', address },
    subject: `[rete-punti] Protocollo da inoltrare, sollecito ${reminder} (${protocolId.slice(0, 8)})`,
    text:
      `Il protocollo ${protocolId}, firmato il ${signedOn}, doveva essere inoltrato alla Direzione centrale ` +
      `Organizzazione entro il ${forwardBy}, e non risulta inoltrato.\n\nSi prega di provvedere.`,
  };
});
