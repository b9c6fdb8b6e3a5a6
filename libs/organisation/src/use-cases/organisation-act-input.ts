import { IsRealDate, IsText } from '#use-cases';

/** The act that decides a change of the organisation. */
export class OrganisationActInput {
  @IsText(200)
  readonly authority!: string;

  @IsText(100)
  readonly number!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}
