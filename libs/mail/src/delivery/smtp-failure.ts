import type { NodemailerError } from 'nodemailer';

/** What a failed attempt means: for the mail alone, or for the server and so for every mail. */
export type SmtpFailure = 'mail refused' | 'mail put off' | 'server away';

/** The server ends the conversation, whatever was said in it (RFC 5321, 3.8). */
const CLOSING = 421;
const FIRST_PERMANENT = 500;

/**
 * Reads an error of the client. What concerns the sender, the login or the connection is the same for every mail, and for
 * people to mend: mails wait for it.
 */
export function smtpFailureOf({ code, command, responseCode }: Partial<NodemailerError>): SmtpFailure {
  const isOfMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM');
  if (!isOfMail || responseCode === CLOSING) return 'server away';
  // Without an answer of the server it is the client that will not send it, such as to what is no address.
  return responseCode === undefined || responseCode >= FIRST_PERMANENT ? 'mail refused' : 'mail put off';
}
