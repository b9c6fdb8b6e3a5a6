import { idOf } from '#kernel/domain';
import { mailOn, ofOneThing } from '#use-cases';
import { ProtocolExpiryNoticed } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { signingUnitMailbox } from './signing-unit-mailbox.ts';

/** Tells the directorate that signed, at its certified mailbox, that a protocol expires. */
export const expiryNotice = mailOn(
  ProtocolExpiryNoticed,
  async ({ stream, data }, { look }) => {
    const { expiresOn, daysBefore } = data;
    const protocolId = idOf(stream);
    const unit = await look(protocol, protocolId, (found) =>
      found.status === 'ABSENT' ? undefined : found.signatures.find(({ party }) => party === 'INPS')?.unit,
    );
    return {
      to: await signingUnitMailbox(unit, look),
      subject: `[rete-punti] Protocollo in scadenza il ${expiresOn} (${protocolId.slice(0, 8)})`,
      text:
        `Il protocollo ${protocolId} scade il ${expiresOn} (avviso a ${daysBefore} giorni): da quel giorno i Punti Cliente ` +
        `che ne dipendono cessano.\n\nPer proseguire senza interruzione occorre un rinnovo che entri in vigore entro ` +
        `quella data, o un atto aggiuntivo che ne prolunghi la durata.`,
    };
  },
  { lineOf: ofOneThing },
);
