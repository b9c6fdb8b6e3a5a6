import { IsBoolean, IsOptional } from 'class-validator';
import { deriveId, reservationOf, valueAlreadyTaken } from '#kernel/domain';
import {
  defineCommandOn,
  IsCadastralCode,
  IsOneOf,
  IsProvinceCode,
  IsRegionCode,
  IsRequiredObject,
  IsText,
  within,
} from '#use-cases';
import { HOST_BODY_KINDS, type HostBodyKind } from '#vocabulary';
import { detailRefusals, requireValidDetails } from '../domain/host-body-details.ts';
import { hostBody } from '../domain/host-body.ts';
import { uniqueCodes } from '../domain/unique-codes.ts';
import { italy } from '../domain/territory.ts';
import { ipaCodeOfInstitute } from '../organisation-settings.ts';
import { IsBodyFiscalCode } from './is-body-fiscal-code.ts';
import { IsIpaCode } from './is-ipa-code.ts';
import { RecognitionActInput } from './recognition-act-input.ts';

/** Registers a public administration or a recognised association that hosts Punti Cliente. */
export class RegisterHostBody {
  @IsOneOf(HOST_BODY_KINDS, 'HostBodyKind')
  readonly kind!: HostBodyKind;

  @IsText(200)
  readonly name!: string;

  /** Eleven digits. */
  @IsBodyFiscalCode()
  readonly fiscalCode!: string;

  /** Of a public administration. */
  @IsOptional()
  @IsIpaCode()
  readonly ipaCode?: string;

  /** Of a recognised association. */
  @IsOptional()
  @IsRequiredObject(() => RecognitionActInput)
  readonly recognitionAct?: RecognitionActInput;

  /** ISTAT code of the region of its seat. */
  @IsRegionCode()
  readonly region!: string;

  /** ISTAT code of the province of its seat. */
  @IsProvinceCode()
  readonly province!: string;

  /** Codice catastale of the municipality of its seat. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** True for what a demonstration invents. */
  @IsOptional()
  @IsBoolean()
  readonly demonstration?: boolean;
}

/** The directorate of the region registers the bodies that have their seat there. */
export const registerHostBody = defineCommandOn(hostBody)({
  input: RegisterHostBody,
  example: { ipaCode: 'c_h501' },
  summary: 'Registers a public administration or a recognised association that hosts Punti Cliente.',
  id: (_input, commandId) => deriveId('HostBody', commandId),
  by: [within('central', 'regional')],
  in: ['ABSENT'],
  needs: { institute: ipaCodeOfInstitute },
  where: ({ region, province }) => ({ region, province }),
  claims: (body) => uniqueCodes(body).map(({ kind, value }) => reservationOf(kind, value)),
  refuses: [valueAlreadyTaken, ...detailRefusals],
  decide: ({ demonstration, kind, ...details }, _absent, { id, today, institute }) => {
    requireValidDetails(kind, details, { territory: italy, today, institute });
    const label = demonstration === true ? { demonstration } : {};
    return [{ type: 'HostBodyRegistered', data: { id, kind, ...details, ...label, keepsCoverage: true } }];
  },
});
