/** A code of a body that no other body may have. */
export interface UniqueCode {
  readonly kind: 'host-body-fiscal-code' | 'host-body-ipa-code';
  readonly value: string;
}

/** The codes of a body that must be unique. IPA codes are compared without regard to case. */
export function uniqueCodes(codes: {
  readonly fiscalCode?: string | undefined;
  readonly ipaCode?: string | undefined;
}): UniqueCode[] {
  const { fiscalCode, ipaCode } = codes;
  return [
    ...(fiscalCode === undefined ? [] : [{ kind: 'host-body-fiscal-code' as const, value: fiscalCode }]),
    ...(ipaCode === undefined ? [] : [{ kind: 'host-body-ipa-code' as const, value: ipaCode.toLowerCase() }]),
  ];
}

/** Tells whether two codes are one. */
export function isSameCode(one: UniqueCode, other: UniqueCode): boolean {
  return one.kind === other.kind && one.value === other.value;
}
