import { isDeepStrictEqual } from 'node:util';
import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal, reservationOf, valueAlreadyTaken } from '#kernel/domain';
import {
  defineCommandOn,
  IsCadastralCode,
  IsProvinceCode,
  IsRegionCode,
  IsRequiredObject,
  IsText,
  within,
} from '#use-cases';
import type { HostBodyDetails } from '../domain/events.ts';
import { detailRefusals, requireValidDetails } from '../domain/host-body-details.ts';
import { hostBody } from '../domain/host-body.ts';
import { isSameCode, uniqueCodes } from '../domain/unique-codes.ts';
import { italy } from '../domain/territory.ts';
import { ipaCodeOfInstitute } from '../organisation-settings.ts';
import { IsBodyFiscalCode } from './is-body-fiscal-code.ts';
import { IsIpaCode } from './is-ipa-code.ts';
import { RecognitionActInput } from './recognition-act-input.ts';

/** What is given is corrected, the rest stays. */
export class CorrectHostBodyDetails {
  /** Id of the hosting body. */
  @IsUUID()
  readonly hostBodyId!: string;

  @IsOptional()
  @IsText(200)
  readonly name?: string;

  @IsOptional()
  @IsBodyFiscalCode()
  readonly fiscalCode?: string;

  @IsOptional()
  @IsIpaCode()
  readonly ipaCode?: string;

  @IsOptional()
  @IsRequiredObject(() => RecognitionActInput)
  readonly recognitionAct?: RecognitionActInput;

  /** ISTAT code. */
  @IsOptional()
  @IsRegionCode()
  readonly region?: string;

  /** ISTAT code. */
  @IsOptional()
  @IsProvinceCode()
  readonly province?: string;

  /** Codice catastale of the municipality of its seat. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;
}

const nothingToCorrect = defineRefusal(
  'NOTHING_TO_CORRECT',
  'The hosting body has these details already: there is nothing to correct.',
  'already-so',
);

/** Corrects what is given and leaves the rest. */
export const correctHostBodyDetails = defineCommandOn(hostBody)({
  input: CorrectHostBodyDetails,
  summary: 'Corrects details of a body; its kind never changes.',
  id: ({ hostBodyId }) => hostBodyId,
  by: [within('central', 'regional')],
  in: ['REGISTERED'],
  needs: { institute: ipaCodeOfInstitute },
  // Codes that it has already are claimed by the command that gave them; those that it loses the process gives back.
  claims: (corrections, body) => {
    const held = uniqueCodes(body);
    return uniqueCodes(corrections)
      .filter((code) => !held.some((one) => isSameCode(one, code)))
      .map(({ kind, value }) => reservationOf(kind, value));
  },
  refuses: [nothingToCorrect, valueAlreadyTaken, ...detailRefusals],
  decide: ({ hostBodyId: _id, ...corrections }, body, { today, institute }) => {
    const { status: _status, id, kind, keepsCoverage: _unchanged, ...before } = body;
    const after: HostBodyDetails = { ...before, ...corrections };
    if (isDeepStrictEqual(plain(after), plain(before))) throw nothingToCorrect({ id });
    requireValidDetails(kind, after, { territory: italy, today, institute });
    return [{ type: 'HostBodyDetailsCorrected', data: after }];
  },
});

/** Details as data: what is corrected has a class of its own. */
function plain({ recognitionAct, ...details }: HostBodyDetails): HostBodyDetails {
  return { ...details, ...(recognitionAct ? { recognitionAct: { ...recognitionAct } } : {}) };
}
