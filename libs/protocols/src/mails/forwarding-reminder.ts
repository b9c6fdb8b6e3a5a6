import { idOf } from '#kernel/domain';
import { mailOn, ofOneThing } from '#use-cases';
import { ProtocolForwardingOverdueNoticed } from '../domain/events.ts';
import { signingUnitMailbox } from './signing-unit-mailbox.ts';

/** Reminds the directorate that signed, at its certified mailbox, that an act was to be forwarded (P9). */
export const forwardingReminder = mailOn(
  ProtocolForwardingOverdueNoticed,
  async ({ stream, data }, { look }) => {
    const { unit, amendmentId, signedOn, forwardBy, reminder } = data;
    const protocolId = idOf(stream);
    const what = amendmentId === undefined ? 'Protocollo' : 'Atto aggiuntivo';
    const whole =
      amendmentId === undefined
        ? `Il protocollo ${protocolId}`
        : `L'atto aggiuntivo ${amendmentId} al protocollo ${protocolId}`;
    return {
      to: await signingUnitMailbox(unit, look),
      subject: `[rete-punti] ${what} da inoltrare, sollecito ${reminder} (${(amendmentId ?? protocolId).slice(0, 8)})`,
      text:
        `${whole}, firmato il ${signedOn}, doveva essere inoltrato alla Direzione centrale ` +
        `Organizzazione entro il ${forwardBy}, e non risulta inoltrato.\n\nSi prega di provvedere.`,
    };
  },
  { lineOf: ofOneThing },
);
