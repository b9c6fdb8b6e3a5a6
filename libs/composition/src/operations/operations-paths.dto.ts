import { IsUUID, Matches } from 'class-validator';
import { describeFields } from '#platform';
import { matching } from '#use-cases';

/** Path of one projection or process manager. */
export class PartPath {
  /** Its name, kebab-case. */
  @Matches(
    /^[a-z0-9][a-z0-9-]{0,99}$/,
    matching({
      message: 'name must be the name of a projection or process, kebab-case',
      maxLength: 100,
      example: 'availability',
    }),
  )
  readonly name!: string;
}

/** Path of one rebuild. */
export class RebuildPath extends PartPath {
  /** Its id. */
  @IsUUID()
  readonly job!: string;
}

/** A query without a parameter: any is refused. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- what has no field is checked for having none
export class NoQuery {}

/** A body without a field: any is refused. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- what has no field is checked for having none
export class NoBody {}

describeFields(PartPath);
describeFields(RebuildPath);
