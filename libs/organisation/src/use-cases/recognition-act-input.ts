import { IsDateOfOldAct, IsText } from '#use-cases';

/** The act that recognises an association. */
export class RecognitionActInput {
  @IsText(200)
  readonly authority!: string;

  @IsText(100)
  readonly number!: string;

  /** yyyy-mm-dd. */
  @IsDateOfOldAct()
  readonly date!: string;
}
