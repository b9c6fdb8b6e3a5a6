const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const LENGTH = 36;

/**
 * A text without the UUIDs in it, a blank in the place of each. Their letters are those of hexadecimal numbers: of the many that
 * pass by, some would look like a code, or like the number of an account.
 */
export function withoutUuids(text: string): string {
  return text.length < LENGTH ? text : text.replace(UUID, ' ');
}
