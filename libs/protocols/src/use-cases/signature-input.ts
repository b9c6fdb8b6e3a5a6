import { IsOptional, Matches } from 'class-validator';
import { toTimestamp, valueAlreadyTaken, type Sealed } from '#kernel/domain';
import { romeDateAt } from '#italy';
import {
  hostBody,
  IsUnitCode,
  organisationSettings,
  territorialUnit,
  unitOn,
  type HostBody,
  type UnitFacts,
  type UnitKind,
  ipaCodeOfInstitute,
} from '#organisation';
import { subject } from '#privacy';
import { fact, IsInstant, IsOneOf, IsRequiredObject, IsText, matching, setting, type CommandShell } from '#use-cases';
import type { HostBodyFacts } from '#vocabulary';
import { registrarOf, requireActingUnit, requireSignable, signingRefusals, unitRefusals } from '../domain/signing.ts';
import {
  ELECTRONIC_FORMATS,
  PARTIES,
  SIGNATURE_KINDS,
  SIGNATORY_NAME_FIELD,
  type ElectronicFormat,
  type Party,
  type PersonName,
  type Signature,
  type SignatureFormat,
  type SignatureKind,
} from '../domain/vocabulary.ts';
import { namedPerson, NamedPersonInput } from './named-person.ts';
import {
  refuseEntryOfOthers,
  refuseInconsistent,
  RegisterEntryInput,
  registerEntryRefusals,
} from './register-entry.ts';

/** 64 lower-case hexadecimal digits. */
export function IsSha256(): PropertyDecorator {
  return Matches(
    /^[0-9a-f]{64}$/,
    matching({
      message: '$property must be 64 lower-case hexadecimal digits',
      maxLength: 64,
      example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    }),
  );
}

/** A signature of one party under a text. */
export class SignatureInput {
  @IsOneOf(PARTIES, 'Party')
  readonly party!: Party;

  /** Of the text before any signature, 64 lower-case hexadecimal digits. */
  @IsSha256()
  readonly documentSha256!: string;

  /** Of the file as it was issued with this signature, 64 lower-case hexadecimal digits. */
  @IsSha256()
  readonly signedFileSha256!: string;

  /** Between administrations SIMPLE does not count. */
  @IsOneOf(SIGNATURE_KINDS, 'SignatureKind')
  readonly kind!: SignatureKind;

  @IsOneOf(ELECTRONIC_FORMATS, 'ElectronicFormat')
  readonly format!: ElectronicFormat;

  /** Code of the unit that signs, for INPS; absent for the host. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;

  /** Office in which the signer signs, for example Direttore regionale. */
  @IsText(200)
  readonly signerRole!: string;

  /** RFC 3339, with offset. */
  @IsInstant()
  readonly signedAt!: string;

  /** In the register of the party; of an association, which has none, in that in which INPS received it. */
  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry!: RegisterEntryInput;
}

/** A signature with the person who gives it. */
export class NamedSignatureInput extends SignatureInput {
  /** The person who signs. The name is sealed before it is written. */
  @IsRequiredObject(() => NamedPersonInput)
  readonly signatory!: NamedPersonInput;
}

/** A signature as its rule sees it: who signs is a subject, the name sealed; of an act of before not all is known. */
export type WantedSignature = Omit<SignatureInput, 'signedFileSha256' | 'kind' | 'format'> & {
  readonly signedFileSha256?: string;
  readonly kind?: SignatureKind;
  readonly format: SignatureFormat;
  readonly signatory?: string;
  readonly name?: Sealed<PersonName>;
};

/** Finds or registers who signs, and seals the name. */
export async function wantedSignature<Input extends NamedSignatureInput>(
  { signatory: person, ...signature }: Input,
  shell: Pick<CommandShell, 'personalData' | 'origin'>,
): Promise<Omit<Input, 'signatory'> & { readonly signatory: string; readonly name: Sealed<PersonName> }> {
  const how = { field: SIGNATORY_NAME_FIELD, post: `signature of ${signature.party}` };
  const named = await namedPerson(person, how, shell);
  return { ...signature, signatory: named.subject, name: named.name };
}

/**
 * What the rule of a signature needs to know, for every act that is signed: of the signing unit, the host, the choices.
 * @param unitOf code of the unit that signs, for INPS
 */
export const signingNeedsOf = <Input, State extends { readonly host: HostBodyFacts }>(
  unitOf: (input: Input, state: State) => string | undefined,
) => ({
  unit: fact(
    territorialUnit,
    unitOf,
    (unit) =>
      (on: string): UnitFacts | undefined =>
        unitOn(unit, on),
  ),
  hostIpaCode: fact(
    hostBody,
    (_act: Input, { host }: State) => host.id,
    (body) => (body.status === 'ABSENT' ? undefined : (body satisfies HostBody).ipaCode),
  ),
  signingKinds: setting(organisationSettings, ({ signingKinds }) => signingKinds),
  institute: ipaCodeOfInstitute,
});
export const signingNeeds = signingNeedsOf(({ unit }: SignatureInput) => unit);

/** What every act that is signed may be refused. */
export const signatureRefusals = [
  signingRefusals,
  unitRefusals,
  registerEntryRefusals,
  valueAlreadyTaken,
  subject.stateForbids,
] as const;

/** What {@link signingNeedsOf} brings, with the time of the command. */
export interface SigningFacts {
  readonly unit?: ((on: string) => UnitFacts | undefined) | undefined;
  readonly hostIpaCode?: string | undefined;
  readonly signingKinds: readonly UnitKind[];
  readonly institute: string;
  readonly now: number;
  readonly today: string;
}

/**
 * The signature as it is written down, once every rule holds: of signatures, of who signs for the institute, of registers.
 * @param act what is signed: by which host, in which region, and the signatures that stand
 * @throws DomainError one of {@link signatureRefusals}
 */
export function validSignature(
  wanted: WantedSignature,
  act: { readonly host: HostBodyFacts; readonly region: string; readonly signatures: readonly Signature[] },
  known: SigningFacts,
): Signature {
  const { host, region } = act;
  const { party, documentSha256, signedFileSha256, kind, format, unit, signerRole, signedAt, registerEntry } = wanted;
  const { signatory, name } = wanted;
  const signature: Signature = {
    ...{ party, documentSha256 },
    ...(signedFileSha256 === undefined ? {} : { signedFileSha256 }),
    ...(kind === undefined ? {} : { kind }),
    format,
    ...(unit === undefined ? {} : { unit }),
    signerRole,
    ...(signatory !== undefined && name ? { signatory, name } : {}),
    ...{ signedAt: toTimestamp(Date.parse(signedAt)), registerEntry: { ...registerEntry } },
  };
  requireSignable(signature, { host, before: act.signatures, now: known.now });
  requireUnitSigns(signature, region, known);
  requireOwnRegister(signature, host, known);
  return signature;
}

/**
 * The unit that signs for the institute may do so on the day of the signature (P4).
 * @param region ISTAT code of the region of the protocol
 * @throws DomainError as `requireActingUnit`
 */
export function requireUnitSigns(
  { unit, signedAt }: Pick<Signature, 'unit' | 'signedAt'>,
  region: string,
  { unit: unitOnDay, signingKinds: allowed }: Pick<SigningFacts, 'unit' | 'signingKinds'>,
): void {
  if (unit === undefined) return;
  const on = romeDateAt(signedAt);
  requireActingUnit('SIGN', { unit: unitOnDay?.(on), code: unit, on, region, allowed });
}

/**
 * The entry of a signature stands in the registers of its party, and is made (P1).
 * @throws DomainError REGISTER_OF_ANOTHER_BODY | REGISTER_YEAR_MISMATCH | REGISTERED_IN_FUTURE
 */
export function requireOwnRegister(
  { party, registerEntry }: Pick<Signature, 'party' | 'registerEntry'>,
  host: HostBodyFacts,
  { hostIpaCode, institute, today }: Pick<SigningFacts, 'hostIpaCode' | 'institute' | 'today'>,
): void {
  refuseEntryOfOthers(registerEntry, registrarOf(party, { host, hostIpaCode, institute }));
  refuseInconsistent(registerEntry, today);
}
