import { romeDateAt, type LocalDate } from '#italy';
import type { RegisteredMail } from './vocabulary.ts';

/** The legal day of a mail that came, whenever it is registered (T1). */
export function sentOn({ sentAt }: Pick<RegisteredMail, 'sentAt'>): LocalDate {
  return romeDateAt(sentAt);
}
