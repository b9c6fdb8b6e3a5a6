import { ApiProperty } from '@nestjs/swagger';
import { namedValues } from '#use-cases';

const described = new Set<object>();

/**
 * Tells what describes the API how the values of fields are called, in all classes there are: each name is then a
 * component of its own. To be called before a class is divided into path and body, which copies what is known of it.
 */
export function describeNamedValues(): void {
  for (const [prototype, fields] of namedValues()) {
    if (described.has(prototype)) continue;
    described.add(prototype);
    for (const { property, values, name, isArray } of fields) {
      ApiProperty({ enum: [...values], enumName: name, isArray })(prototype, property);
    }
  }
}
