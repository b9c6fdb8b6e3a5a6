import { territorialUnit } from '#organisation';
import type { MailLookUps, MailMessage } from '#use-cases';

/**
 * The certified mailbox of the unit that signed for the institute, as whom it is for.
 * @param unit its code; undefined where the signature, one of before, names none
 */
export async function signingUnitMailbox(
  unit: string | undefined,
  look: MailLookUps['look'],
): Promise<MailMessage['to']> {
  if (unit === undefined) return { name: 'SIGNING-UNIT', address: undefined };
  const address = await look(territorialUnit, unit, (found) => (found.status === 'ABSENT' ? undefined : found.pec));
  return { name: unit, address };
}
