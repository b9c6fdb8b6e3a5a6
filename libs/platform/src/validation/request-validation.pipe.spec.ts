import 'reflect-metadata';
import type { ArgumentMetadata } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsOptional, IsString } from 'class-validator';
import { HttpProblem } from '../problems/http-problem.ts';
import type { FieldError } from '../problems/problem.ts';
import { IsRealDate, IsRequiredObject, IsRequiredObjects, IsText, IsWholeNumber } from '#use-cases';
import { RequestValidationPipe } from './request-validation.pipe.ts';

class Citizen {
  @IsString()
  readonly fiscalCode!: string;
}

class Booking {
  @IsRealDate()
  readonly date!: string;
  @IsRequiredObject(() => Citizen)
  readonly citizen!: Citizen;
  @IsRequiredObjects(() => Citizen)
  readonly guests!: readonly Citizen[];
  @IsOptional()
  @IsString()
  readonly note?: string;
}

class Letter {
  @IsText(20)
  readonly subject!: string;
  @IsText(20)
  readonly office!: string;
}

class Query {
  @IsWholeNumber({ min: 0, max: 100 })
  readonly limit!: number;
}

/** How many of them anything was made of. */
let made = 0;

class Counted {
  @Transform(({ value }: { readonly value: unknown }) => {
    made += 1;
    return value;
  })
  @IsInt()
  readonly number!: number;
}

class Counting {
  @IsRequiredObjects(() => Counted)
  @ArrayMaxSize(4)
  readonly list!: readonly Counted[];
}

const pipe = new RequestValidationPipe();
const body: ArgumentMetadata = { type: 'body', metatype: Booking };
const good = { date: '2026-02-28', citizen: { fiscalCode: 'A' }, guests: [] };

async function errorsOf(value: unknown, metadata = body): Promise<readonly FieldError[]> {
  const error: unknown = await pipe.transform(value, metadata).catch((refused: unknown) => refused);
  if (!(error instanceof HttpProblem)) throw new Error('it was let through');
  expect(error.problem).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
  return error.problem.errors ?? [];
}

async function wrongFields(value: unknown, metadata = body): Promise<string[]> {
  return [...new Set((await errorsOf(value, metadata)).map(({ field }) => field))].sort();
}

describe('what a request says', () => {
  it('reaches the controller as an instance of its class', async () => {
    expect(await pipe.transform(good, body)).toBeInstanceOf(Booking);
    expect(await pipe.transform({ limit: '5' }, { type: 'query', metatype: Query })).toEqual({ limit: 5 });
  });

  it('names every wrong field, with its path', async () => {
    const wrong = { date: '2026-02-29', citizen: { fiscalCode: 1, name: 'x' }, guests: [{}], colour: 'red' };

    expect(await wrongFields(wrong)).toEqual([
      'citizen.fiscalCode',
      'citizen.name',
      'colour',
      'date',
      'guests.0.fiscalCode',
    ]);
  });

  it.each([[[]], ['text'], [1], [true], [null], [[good]]])('must be an object, and not %j', async (value) => {
    expect(await wrongFields(value)).toEqual(['body']);
  });

  it('names every required field when there is no body', async () => {
    expect(await wrongFields(undefined)).toEqual(['citizen', 'date', 'guests']);
  });

  it.each([[undefined], [[]], ['x'], [{}]])('must have its nested object, and not %j', async (citizen) => {
    const fields = await wrongFields({ ...good, citizen });

    expect(fields.every((field) => field.startsWith('citizen'))).toBe(true);
  });

  it.each([['x'], [{}], [[[]]], [[1]]])('must have its list of objects, and not %j', async (guests) => {
    const fields = await wrongFields({ ...good, guests });

    expect(fields.every((field) => field.startsWith('guests'))).toBe(true);
  });

  it('says null nowhere, not even for what may be left out', async () => {
    expect(await wrongFields({ ...good, note: null, date: 'x' })).toEqual(['date', 'note']);
  });

  it.each<[unknown, string[]]>([
    [{ ...good, constructor: 1 }, ['constructor']],
    [{ ...good, citizen: { fiscalCode: 'A', constructor: {} } }, ['citizen.constructor']],
    [{ ...good, ['__proto__']: {} }, ['__proto__']],
  ])('has no field that would be left out without a word: %j', async (value, fields) => {
    expect(await wrongFields(value)).toEqual(fields);
  });

  it('is not looked through for persons where it is far too long, which would take a while', async () => {
    const named = 'RSSMRA80A01H501U';
    const letter = { subject: `${named} `.repeat(100), office: `${named} ${named}`, copies: named };
    const errors = await errorsOf(letter, { type: 'body', metatype: Letter });
    expect(errors.map(({ field, code }) => [field, code]).sort()).toEqual([
      ['copies', 'namesNobody'],
      ['copies', 'whitelistValidation'],
      ['office', 'maxLength'],
      ['office', 'namesNobody'],
      ['subject', 'maxLength'],
    ]);
  });

  it('has nothing made of the items of a list with more of them than its field takes', async () => {
    const metadata: ArgumentMetadata = { type: 'body', metatype: Counting };
    made = 0;
    expect(await wrongFields({ list: Array.from({ length: 5 }, () => ({ number: 1 })) }, metadata)).toEqual(['list']);
    expect(made).toBe(0);

    await pipe.transform({ list: Array.from({ length: 4 }, () => ({ number: 1 })) }, metadata);
    expect(made).toBe(4);
  });

  it('is checked one in each turn of the event loop where it has much in it, so that others pass in between', async () => {
    const heavy = { ...good, guests: Array.from({ length: 100 }, () => ({ fiscalCode: 1 })) };
    const seen: string[] = [];
    const checked = Array.from({ length: 5 }, () =>
      pipe.transform(heavy, body).catch(() => {
        seen.push('checked');
      }),
    );
    const passing = (): void => {
      seen.push('passed');
      if (seen.filter((what) => what === 'checked').length < 5) setImmediate(passing);
    };
    setImmediate(passing);
    await Promise.all(checked);

    expect(seen.join(' ')).not.toMatch(/checked checked/);
  });

  it.each(['0x10', ' 5', '5 ', '1e1', '', '05', '+5', '-0', '5.0', '٥', '1_0'])(
    'has no whole number of a query in %p',
    async (limit) => {
      expect(await wrongFields({ limit }, { type: 'query', metatype: Query })).toEqual(['limit']);
    },
  );

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00:00Z', '', '0000-00-00'])(
    'has no day of the calendar in %p',
    async (date) => {
      expect(await wrongFields({ ...good, date })).toEqual(['date']);
    },
  );
});
