import fc from 'fast-check';
import { v5 } from 'uuid';
import { commandIdOf, deriveId, ID_NAMESPACE } from './command-id.ts';

describe('derived ids', () => {
  it('are the UUIDv5 of the standard, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer())), (parts) => {
        expect(deriveId(...parts)).toBe(v5(JSON.stringify(parts), ID_NAMESPACE));
      }),
    );
  });

  it('differ when the parts are cut elsewhere', () => {
    expect(deriveId('a', 'bc')).not.toBe(deriveId('ab', 'c'));
  });

  it('of commands differ between principals that use the same key', () => {
    expect(commandIdOf('ann', 'key')).not.toBe(commandIdOf('bob', 'key'));
  });
});
