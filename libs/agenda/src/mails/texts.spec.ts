import { LANGUAGES, MODES } from '../domain/vocabulary.ts';
import { FACTS, MAIL_KINDS, textsOf } from './texts.ts';

/** Every text of a language by its path, with what is filled in. */
function holesOf(texts: object, path = ''): [string, string[]][] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[path + name, [...value.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort()] as [string, string[]]]
      : holesOf(value as object, `${path}${name}.`),
  );
}

describe('the texts of mails to people', () => {
  it.each(LANGUAGES)('say in %s all that they say in the others, and fill in the same', (language) => {
    const sorted = (of: typeof language) => holesOf(textsOf(of)).sort(([a], [b]) => a.localeCompare(b));
    expect(sorted(language)).toEqual(sorted('it'));
  });

  it.each(LANGUAGES)('have words in %s for every kind of mail, mode and fact, and none is empty', (language) => {
    const { kinds, modes, labels } = textsOf(language);
    expect(Object.keys(kinds).sort()).toEqual([...MAIL_KINDS].sort());
    expect(Object.keys(modes).sort()).toEqual([...MODES].sort());
    expect(Object.keys(labels).sort()).toEqual([...FACTS].sort());
    const empty = JSON.stringify(textsOf(language)).match(/:""/g);
    expect(empty).toBeNull();
  });
});
