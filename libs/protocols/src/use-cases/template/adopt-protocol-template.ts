import { IsOptional } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { defineCommandOn, IsLoadingCode, IsRealDate, IsRequiredObject, IsText, startOf, within } from '#use-cases';
import type { PointKind } from '#vocabulary';
import { protocolTemplate } from '../../domain/template/protocol-template.ts';
import { IsAllowedKinds } from '../protocol-terms.ts';
import { textOfTemplate, textRefusals } from '../reserved-text.ts';
import { IsSha256 } from '../signature-input.ts';

/** The act by which a text was made the template. */
export class AdoptingActInput {
  @IsText(200)
  readonly authority!: string;

  @IsText(100)
  readonly number!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

/** Records a version of the text that conventions follow. */
export class AdoptProtocolTemplate {
  /** What people call the version. */
  @IsLoadingCode()
  readonly version!: string;

  /** Of the text, 64 lower-case hexadecimal digits; the text stays where it is. */
  @IsSha256()
  readonly textSha256!: string;

  @IsRequiredObject(() => AdoptingActInput)
  readonly act!: AdoptingActInput;

  /** Kinds of point that it serves. */
  @IsAllowedKinds()
  readonly kinds!: PointKind[];

  /** First day on which conventions may be signed under it, yyyy-mm-dd. */
  @IsRealDate()
  readonly validFrom!: string;

  /** Until when they may (this day not included), yyyy-mm-dd; until it is withdrawn when absent. */
  @IsOptional()
  @IsRealDate()
  readonly validUntil?: string;
}

const refuse = defineRefusals({
  TEMPLATE_ACT_IN_FUTURE: 'The act is dated {date}, after today, {today}: record the template once it is adopted.',
  TEMPLATE_VALIDITY_EMPTY: 'It would end on {validUntil}, not after {validFrom}, when it begins: correct the dates.',
});

/** The centre sets the Modello di convenzione; a version is adopted once. */
export const adoptProtocolTemplate = defineCommandOn(protocolTemplate)({
  input: AdoptProtocolTemplate,
  summary: 'Records a version of the text that conventions follow.',
  example: { validFrom: '2026-01-01', validUntil: '2029-01-01' },
  id: ({ version }) => deriveId('ProtocolTemplate', version.toLowerCase()),
  by: [within('central')],
  in: ['ABSENT'],
  claims: ({ textSha256 }) => [textOfTemplate(textSha256)],
  refuses: [refuse, textRefusals.PROTOCOL_TEMPLATE_TEXT_TAKEN],
  decide: ({ act, kinds, ...adopted }, _absent, { id, today }) => {
    const { validFrom, validUntil } = adopted;
    if (act.date > today) throw refuse.TEMPLATE_ACT_IN_FUTURE({ date: act.date, today });
    if (validUntil !== undefined && validUntil <= validFrom) {
      throw refuse.TEMPLATE_VALIDITY_EMPTY({ validFrom, validUntil });
    }
    const data = { templateId: id, ...adopted, act: { ...act }, kinds: [...kinds] };
    return [{ type: 'ProtocolTemplateAdopted', data, effectiveAt: startOf(validFrom) }];
  },
});
