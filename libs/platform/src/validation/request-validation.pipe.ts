import { Injectable, ValidationPipe, type ArgumentMetadata, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import type { ValidationError, ValidatorOptions } from 'class-validator';
import { textFaultsIn } from '#use-cases';
import { HttpProblem } from '../problems/http-problem.ts';
import type { FieldError } from '../problems/problem.ts';
import { declaresAll, isFlawless } from './flawless.ts';
import { listsTooLong } from './list-bounds.ts';
import { heavyTurns, LIGHT } from './turns.ts';

/** Most wrong fields in one answer. */
export const MAX_ERRORS = 100;

/** Checks bodies, queries and paths against their classes; an answer names every wrong field. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalid(fieldErrors(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'query' && isObject(value) && this.toValidate(metadata)) {
      const { refused } = lookedOver(value);
      if (refused.length > 0) throw invalid(refused);
    }
    if (metadata.type !== 'body' || value === undefined || !this.toValidate(metadata)) {
      return super.transform(value, metadata);
    }
    const body = this.asObject(value);
    const tooLong = metadata.metatype ? listsTooLong(body, metadata.metatype) : [];
    if (tooLong.length > 0) throw invalid(tooLong);
    const { refused, values } = lookedOver(body);
    if (values > LIGHT) await heavyTurns.take();
    if (refused.length === 0) return flawless(body, metadata) ?? super.transform(body, metadata);
    throw invalid([...refused, ...(await this.#otherErrors(body, metadata, refused))]);
  }

  /** What the classes say of each field, and then the one check that every text goes through. */
  protected override async validate(input: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    const errors = (await super.validate(input, options)).map((error) => told(error, input));
    const refused = new Set(fieldErrors(errors).map(({ field }) => field));
    const faults = [...textFaultsIn(input, refused)].map(({ field, code, message }) => ({
      property: field,
      constraints: { [code]: `${field} ${message}` },
    }));
    return [...errors, ...faults];
  }

  /**
   * A body as an object; no body is one without fields, so that the required ones are named.
   * @throws HttpProblem INVALID_REQUEST when it is anything else
   */
  asObject(body: unknown): object {
    if (body === undefined) return {};
    if (isObject(body)) return body;
    throw invalid([{ field: 'body', code: 'isObject', message: 'body must be a JSON object' }]);
  }

  async #otherErrors(value: unknown, metadata: ArgumentMetadata, known: readonly FieldError[]): Promise<FieldError[]> {
    try {
      await super.transform(value, metadata);
      return [];
    } catch (error) {
      const errors = error instanceof HttpProblem ? error.problem.errors : undefined;
      if (!errors) throw error;
      return errors.filter(({ field }) => known.every((one) => one.field !== field));
    }
  }
}

/** What nearly every request comes to at once; undefined where class-validator is to say what is wrong. */
function flawless(body: object, { metatype }: ArgumentMetadata): object | undefined {
  if (!metatype || !declaresAll(metatype, body)) return undefined;
  const input = plainToInstance<object, object>(metatype as Type<object>, body);
  return isFlawless(input) && textFaultsIn(input).next().done === true ? input : undefined;
}

interface LookedOver {
  /** Where the body says what no check would hear of. */
  readonly refused: FieldError[];
  /** How many values it has. */
  values: number;
}

/**
 * Looks for what no check would hear of: null, by which no field of this API means anything, and which an optional one
 * would let through; and the names that every object inherits (`constructor`, `toString`), which are left out when an
 * instance is made of the body, before the checks.
 */
function lookedOver(value: unknown, path = '', found: LookedOver = { refused: [], values: 0 }): LookedOver {
  found.values += 1;
  if (value === null) {
    found.refused.push({ field: path, code: 'isNull', message: `${path} must not be null: leave it out` });
  }
  if (typeof value !== 'object') return found;
  for (const name in value) {
    const field = path === '' ? name : `${path}.${name}`;
    if (name in Object.prototype) {
      found.refused.push({ field, code: 'whitelistValidation', message: `property ${name} should not exist` });
    } else lookedOver((value as Record<string, unknown>)[name], field, found);
  }
  return found;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The refusal of a request with wrong fields. */
export function invalid(errors: readonly FieldError[]): HttpProblem {
  return new HttpProblem('INVALID_REQUEST', { errors: errors.slice(0, MAX_ERRORS) });
}

/** Checks of the type of a value, by which it is refused before by any other. */
const OF_TYPES = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isJsonObject', 'isJsonObjects'];

/**
 * One reason for each field, which says what is wrong first: that it is missing, that it is of another type, then whatever else.
 * @param within what holds the field
 */
function told({ constraints, children, ...error }: ValidationError, within: object): ValidationError {
  const value = (within as Readonly<Record<string, unknown>>)[error.property];
  const inner = typeof value === 'object' && value !== null ? value : {};
  const nested = children?.map((child) => told(child, inner));
  return {
    ...error,
    ...(nested ? { children: nested } : {}),
    ...(constraints ? { constraints: firstOf(error.property, constraints, value) } : {}),
  };
}

function firstOf(property: string, constraints: Readonly<Record<string, string>>, value: unknown) {
  // What has no declaration is told as such, whatever it holds.
  if (value === undefined) return { isDefined: `${property} is missing: give it` };
  const codes = Object.keys(constraints);
  const code = codes.find((one) => OF_TYPES.includes(one)) ?? codes[0] ?? '';
  return { [code]: constraints[code] ?? '' };
}

/** One entry per failed check, with the dotted path of its field. */
function fieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = parent === '' ? property : `${parent}.${property}`;
    const own = Object.entries(constraints).map(([code, message]) => ({ field, code, message }));
    return [...own, ...fieldErrors(children, field)];
  });
}
