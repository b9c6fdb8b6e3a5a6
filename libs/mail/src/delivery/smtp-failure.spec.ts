import { smtpFailureOf, type SmtpFailure } from './smtp-failure.ts';

describe('what a mail server says', () => {
  it.each<[string, SmtpFailure, Parameters<typeof smtpFailureOf>[0]]>([
    ['no such mailbox', 'mail refused', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }],
    ['the text is refused', 'mail refused', { code: 'EMESSAGE', command: 'DATA', responseCode: 554 }],
    ['the client takes the address for none', 'mail refused', { code: 'EENVELOPE', command: 'API' }],
    ['larger than the server takes', 'mail refused', { code: 'EMESSAGE', command: 'MAIL FROM' }],
    ['the mailbox is full', 'mail put off', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 452 }],
    ['come again later, after the text', 'mail put off', { code: 'EMESSAGE', command: 'DATA', responseCode: 451 }],
    ['nobody listens', 'server away', { code: 'ESOCKET', command: 'CONN' }],
    ['the connection ends in the middle of the text', 'server away', { code: 'ECONNECTION', command: 'CONN' }],
    ['no TLS', 'server away', { code: 'ETLS', command: 'STARTTLS' }],
    ['the login is refused', 'server away', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }],
    ['the sender is refused', 'server away', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }],
    ['it is closing', 'server away', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421 }],
  ])('%s: %s', (_what, failure, error) => {
    expect(smtpFailureOf(error)).toBe(failure);
  });
});
