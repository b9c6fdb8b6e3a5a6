import { IsOptional, IsUUID } from 'class-validator';
import {
  defineCommandOn,
  IsRealDate,
  IsRequiredObject,
  otherFactsRefusals,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
  within,
} from '#use-cases';
import { protocolTemplate } from '../../domain/template/protocol-template.ts';
import { rectifiedTemplate } from '../../domain/template/rectified-template.ts';
import { textOfTemplate, textRefusals } from '../reserved-text.ts';
import { IsSha256 } from '../signature-input.ts';
import { AdoptingActInput } from './adopt-protocol-template.ts';

/** The corrected fields of one event: those that it has. */
export class RectifiedTemplateFieldsInput {
  /** Of the text, 64 lower-case hexadecimal digits. */
  @IsOptional()
  @IsSha256()
  readonly textSha256?: string;

  /** The act by which it was adopted. */
  @IsOptional()
  @IsRequiredObject(() => AdoptingActInput)
  readonly act?: AdoptingActInput;

  /** First day on which conventions may be signed under it, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly validFrom?: string;

  /** Until when they may (this day not included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly validUntil?: string;

  /** Of a withdrawal: until when they may (this day not included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly withdrawnOn?: string;
}

/** Corrects a date, the hash or the act of an event, or says that a withdrawal never was. */
export class RectifyProtocolTemplate extends RectificationInput {
  /** Id of the template. */
  @IsUUID()
  readonly templateId!: string;

  /** What is right, where something of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedTemplateFieldsInput)
  readonly changes?: RectifiedTemplateFieldsInput;
}

/** What was wrong stays in the history (T2). What was drafted by then stays; later drafts are held against what is right. */
export const rectifyProtocolTemplate = defineCommandOn(protocolTemplate)({
  input: RectifyProtocolTemplate,
  summary: 'Rectifies a date, the hash or the act of a template by an act, or annuls its withdrawal.',
  id: ({ templateId }) => templateId,
  by: [within('central')],
  in: ['ADOPTED', 'WITHDRAWN'],
  claims: (wanted, { life }, { now, today }) => {
    const { before, after } = rectifiedTemplate(rectificationIn(wanted), { life, now, today });
    return after.textSha256 === before.textSha256 ? [] : [textOfTemplate(after.textSha256)];
  },
  refuses: [
    ...[rectificationUnclear, rectificationRefusals, otherFactsRefusals],
    textRefusals.PROTOCOL_TEMPLATE_TEXT_TAKEN,
  ],
  decide: (wanted, { life }, { now, today }) => rectifiedTemplate(rectificationIn(wanted), { life, now, today }).events,
});
