import { defineRefusals } from '#kernel/domain';
import { isBodyFiscalCode } from '#italy';
import type { HostBodyKind } from '#vocabulary';
import type { HostBodyDetails } from './events.ts';
import { placeRefusals, requirePlace, type Territory } from './territory.ts';

const refuse = defineRefusals({
  FISCAL_CODE_INVALID:
    '{fiscalCode} is no fiscal code of a body: its last digit does not check the others, so read it again and correct it.',
  IPA_CODE_REQUIRED: 'A {kind} has a code in the Indice delle Pubbliche Amministrazioni: give it.',
  HOST_BODY_IS_INSTITUTE:
    '{ipaCode} is the IPA code of the institute, which hosts no Punto Cliente: give that of the body that does.',
  IPA_CODE_NOT_ALLOWED: 'A {kind} has no code in the Indice delle Pubbliche Amministrazioni: leave it out.',
  RECOGNITION_ACT_REQUIRED: 'A {kind} is recognised by an act of an authority: give it.',
  RECOGNITION_ACT_NOT_ALLOWED: 'A {kind} is recognised by no act: leave it out.',
  RECOGNITION_ACT_IN_FUTURE:
    'The act of recognition is dated {date}, after today, {today}: correct the date, or come back when it is given.',
});

/** Why the details of a body are refused. */
export const detailRefusals = [
  refuse.FISCAL_CODE_INVALID,
  refuse.IPA_CODE_REQUIRED,
  refuse.IPA_CODE_NOT_ALLOWED,
  refuse.HOST_BODY_IS_INSTITUTE,
  refuse.RECOGNITION_ACT_REQUIRED,
  refuse.RECOGNITION_ACT_NOT_ALLOWED,
  refuse.RECOGNITION_ACT_IN_FUTURE,
  ...placeRefusals,
] as const;

/** What details are judged by. */
interface Surroundings {
  readonly territory: Territory;
  /** Date in Rome, `yyyy-mm-dd`. */
  readonly today: string;
  /** IPA code of the institute itself. */
  readonly institute: string;
}

/**
 * Refuses details that a body of this kind cannot have: an administration stands in the index of administrations, an
 * association is recognised by an act (D.P.R. 361/2000).
 * @throws DomainError one of {@link detailRefusals}
 */
export function requireValidDetails(
  kind: HostBodyKind,
  details: HostBodyDetails,
  { territory, today, institute }: Surroundings,
): void {
  const { fiscalCode, ipaCode, recognitionAct } = details;
  if (!isBodyFiscalCode(fiscalCode)) throw refuse.FISCAL_CODE_INVALID({ fiscalCode });
  const isAdministration = kind === 'PUBLIC_ADMINISTRATION';
  if (isAdministration && ipaCode === undefined) throw refuse.IPA_CODE_REQUIRED({ kind });
  if (!isAdministration && ipaCode !== undefined) throw refuse.IPA_CODE_NOT_ALLOWED({ kind });
  // Both parties of a protocol would be one administration.
  if (ipaCode?.toLowerCase() === institute.toLowerCase()) throw refuse.HOST_BODY_IS_INSTITUTE({ ipaCode });
  if (isAdministration && recognitionAct !== undefined) throw refuse.RECOGNITION_ACT_NOT_ALLOWED({ kind });
  if (!isAdministration && recognitionAct === undefined) throw refuse.RECOGNITION_ACT_REQUIRED({ kind });
  if (recognitionAct && recognitionAct.date > today)
    throw refuse.RECOGNITION_ACT_IN_FUTURE({ date: recognitionAct.date, today });
  requirePlace(territory, details, today);
}
