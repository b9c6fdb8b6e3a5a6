import { networks } from './networks.ts';

const { parse } = networks('RETE_PUNTI_DOORS', { description: 'Through which.' });

describe('a list of networks', () => {
  it.each<[string, string[]]>([
    ['off', []],
    ['127.0.0.1', ['127.0.0.1']],
    ['10.0.0.0/8, ::1,fd00::/8', ['10.0.0.0/8', '::1', 'fd00::/8']],
    ['loopback,uniquelocal', ['loopback', 'uniquelocal']],
  ])('has them: %s', (text, named) => {
    expect(parse(text)).toEqual(named);
  });

  it.each(['on', '*', '10.0.0.0/33', '10.0.0.0/0', '10.0.0', 'example.org', '10.0.0.1,', '::1/129', '10.0.0.1/8/8'])(
    'is none with what names everybody, or nobody: %s',
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );
});
