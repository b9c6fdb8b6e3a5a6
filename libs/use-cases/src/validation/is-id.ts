import { isUUID, ValidateBy, type ValidationOptions } from 'class-validator';
import { described } from './described.ts';

/**
 * The id of a thing, or ids in a list, wherever one is sent: as it is answered, in small letters. In other letters it would be
 * looked for as it stands, which finds nothing and says nothing. (In a path that is a 404 like every unknown id: there
 * `IsUUID` is enough.)
 */
export function IsId({ each = false }: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isUuid',
      validator: {
        validate: (id: unknown) => typeof id === 'string' && isUUID(id) && id === id.toLowerCase(),
        defaultMessage: () =>
          each
            ? '$property must be ids as they are answered: UUIDs in small letters'
            : '$property must be an id as it is answered: a UUID in small letters',
      },
    },
    { each, ...described({ pattern: '^[0-9a-f-]{36}$' }) },
  );
}
