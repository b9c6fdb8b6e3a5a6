import { beginningWith, plainName } from './plain-name.ts';

describe('a plain name', () => {
  it.each([
    ['Comune di Forlì', 'comune di forli'],
    ['  COMUNE   di\tForlì ', 'comune di forli'],
    ['Comune di Forli\u0300', 'comune di forli'],
    ['Comune dell’Aquila', "comune dell'aquila"],
    ['İSTANBUL', 'istanbul'],
    ['Ente 🏛 n. 1', 'ente 🏛 n. 1'],
  ])('%p is %p', (name, plain) => {
    expect(plainName(name)).toBe(plain);
    expect(plainName(plain)).toBe(plain);
  });

  it('lies between the bounds of every beginning that it has, in the order of UTF-8, and of no other', () => {
    const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
    const lies = (name: string, beginning: string): boolean => {
      const { from, before } = beginningWith(beginning);
      const plain = bytes(plainName(name));
      return plain.compare(bytes(from)) >= 0 && plain.compare(bytes(before)) < 0;
    };

    for (const beginning of ['Comune di F', 'comune', 'COMUNE DI FORLÌ']) {
      expect(lies('Comune di Forlì', beginning)).toBe(true);
    }
    for (const next of ['\uFFFF', '🏛', '\uE000', 'z']) expect(lies(`Comune${next}`, 'comune')).toBe(true);
    for (const beginning of ['Forlì', 'Comune di Forlìmpopoli', 'comund', 'comunf']) {
      expect(lies('Comune di Forlì', beginning)).toBe(false);
    }
  });
});
