import { readSettings } from '#use-cases';
import { mailSettings } from './mail-settings.ts';

const FROM = { RETE_PUNTI_MAIL_FROM: 'rete@example.org' };
const serverOf = (url: string) => readSettings(mailSettings, { ...FROM, RETE_PUNTI_SMTP_URL: url });

describe('the mail server of an installation', () => {
  it.each([
    ['smtps://mail.example.org', { host: 'mail.example.org', port: 465, tls: 'always' }],
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, tls: 'required' }],
    ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, tls: 'if offered' }],
    ['smtp://[::1]:25', { host: '::1', port: 25, tls: 'if offered' }],
    [
      'smtps://rete:p%40ss@mail.example.org:466',
      { host: 'mail.example.org', port: 466, tls: 'always', user: 'rete', password: 'p@ss' },
    ],
  ])('%s', (url, server) => {
    expect(serverOf(url)).toEqual({ values: { server, from: 'rete@example.org' }, wrong: [] });
  });

  it.each([
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    'smtp://h/path',
    'smtp://h?tls=no',
    'smtps://h#x',
  ])('is not %s, which is not repeated', (url) => {
    const { wrong } = serverOf(url);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatch(/^RETE_PUNTI_SMTP_URL is wrong, but must be /);
  });

  it('needs an address that mails come from', () => {
    const { wrong } = readSettings(mailSettings, { RETE_PUNTI_SMTP_URL: 'smtp://127.0.0.1' });
    expect(wrong).toEqual([
      'RETE_PUNTI_MAIL_FROM is not set, but must be an address where RETE_PUNTI_SMTP_URL is set.',
    ]);
  });

  it('is none unless it is set', () => {
    expect(readSettings(mailSettings, {})).toEqual({ values: { server: undefined, from: undefined }, wrong: [] });
  });
});
