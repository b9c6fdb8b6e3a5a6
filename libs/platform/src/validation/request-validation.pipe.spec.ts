import 'reflect-metadata';
import type { ArgumentMetadata } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { HttpProblem } from '../problems/http-problem.ts';
import { IsRealDate } from '#use-cases';
import { IsRequiredObject, IsRequiredObjects } from '#use-cases';
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

class Query {
  @Type(() => Number)
  @IsInt()
  readonly limit!: number;
}

const pipe = new RequestValidationPipe();
const body: ArgumentMetadata = { type: 'body', metatype: Booking };
const good = { date: '2026-02-28', citizen: { fiscalCode: 'A' }, guests: [] };

async function wrongFields(value: unknown, metadata = body): Promise<string[]> {
  const error: unknown = await pipe.transform(value, metadata).catch((refused: unknown) => refused);
  if (!(error instanceof HttpProblem)) throw new Error('it was let through');
  expect(error.problem).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
  return [...new Set(error.problem.errors?.map(({ field }) => field))].sort();
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

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00:00Z', '', '0000-00-00'])(
    'has no day of the calendar in %p',
    async (date) => {
      expect(await wrongFields({ ...good, date })).toEqual(['date']);
    },
  );
});
