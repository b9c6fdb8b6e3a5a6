import type { OpenAPIObject } from '@nestjs/swagger';

/** An operation as the description of the API has it. */
export type DescribedOperation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** An answer as the description of the API has it. */
export type DescribedResponse = Exclude<DescribedOperation['responses'][string], { $ref: string } | undefined>;

/** A parameter as the description of the API has it. */
export type DescribedParameter = NonNullable<DescribedOperation['parameters']>[number];

export type Components = NonNullable<OpenAPIObject['components']>;
