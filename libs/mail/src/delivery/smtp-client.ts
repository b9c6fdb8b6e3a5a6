import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport, type NodemailerError } from 'nodemailer';
import { messageOf, systemClock, toTimestamp } from '#kernel/domain';
import { mailRefusals } from '../domain/refusals.ts';
import type { MailedCalendar } from '#use-cases';
import type { SmtpServer } from '../mail-settings.ts';
import { BackOff, type Pauses } from './back-off.ts';
import { smtpFailureOf } from './smtp-failure.ts';

/** A mail as it is handed in. */
export interface Letter {
  readonly from: string;
  readonly to: string;
  /** Message-IDs, with angle brackets. */
  readonly inReplyTo: readonly string[];
  /** RFC 3339. */
  readonly date: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly calendar?: MailedCalendar;
}

type MailInHand = Pick<Letter, 'date'> & { readonly messageId: string };

/** How the server is found, for people. */
export interface MailServerContact {
  readonly answers: boolean;
  /** RFC 3339. */
  readonly since: string;
  readonly error?: string | undefined;
}

const OF_SERVER: Pauses = { first: 1_000, longest: 60_000 };
const OF_MAIL: Pauses = { first: 60_000, longest: 60 * 60_000 };
/**
 * So long after its event a mail is still put off, as mail servers do it (RFC 5321, 4.5.4.1), in milliseconds: from then on it
 * waits for a person, and what follows it does not.
 */
const LONGEST_PUT_OFF_MS = 5 * 24 * 60 * 60_000;
/** How long a server may take to be reached and to greet, and then to say each thing, in milliseconds. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000, socketTimeout: 60_000 };
/** How long a mail in hand is waited for in the end, in milliseconds. */
const PATIENCE_MS = 5_000;

/** Hands mails to one server, one after the other, and leaves it alone for a while after it has failed. */
export class SmtpClient {
  readonly name: string;
  readonly #transport;
  readonly #server = new BackOff(OF_SERVER);
  /** Mails that were put off. */
  readonly #mails = new Map<string, BackOff>();
  readonly #stopped = Promise.withResolvers<never>();
  readonly #listeners = new Set<(contact: MailServerContact) => void>();
  #contact: MailServerContact = { answers: true, since: toTimestamp(systemClock.now()) };
  #turn: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor({ host, port, tls, user, password }: SmtpServer) {
    this.name = `the mail server at ${host}:${port}`;
    this.#transport = createTransport({
      ...{ host, port, secure: tls === 'always', requireTLS: tls === 'required', ...TIMEOUTS },
      ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
      // The text is all there is: nothing in it is to be fetched.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
    this.#stopped.promise.catch(() => undefined);
  }

  /**
   * Has one mail written when it is its turn, and hands it in: nobody's address is opened for a server that is away, and who was
   * erased while the mail waited for others is written to no more. Where the connection ends before the server has said what it
   * makes of it, it may have accepted it.
   * @param messageId with angle brackets
   * @param write is given what hands it in
   * @returns what it returns
   * @throws DomainError MAIL_NOT_ACCEPTED_YET | MAIL_REFUSED, and what it throws
   */
  async inTurn<T>(messageId: string, write: (handIn: (letter: Letter) => Promise<void>) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => {
      this.#requireTaking(messageId);
      return write((letter) => this.#attempt(messageId, letter));
    });
    this.#turn = turn.catch(() => undefined);
    return Promise.race([turn, this.#stopped.promise]);
  }

  /** @returns what ends it */
  watch(listener: (contact: MailServerContact) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#contact);
    return () => this.#listeners.delete(listener);
  }

  /** Begins no more mails; waits a little for the one in hand. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.race([this.#turn, sleep(PATIENCE_MS, undefined, { ref: false })]);
    this.#stopped.reject(mailRefusals.MAIL_NOT_ACCEPTED_YET());
    this.#transport.close();
  }

  #requireTaking(messageId: string): void {
    const isPutOff = this.#server.isWaiting || this.#mails.get(messageId)?.isWaiting === true;
    if (this.#isStopped || isPutOff) throw mailRefusals.MAIL_NOT_ACCEPTED_YET();
  }

  async #attempt(messageId: string, { inReplyTo, calendar, ...letter }: Letter): Promise<void> {
    // It may have been stopped while the mail was written.
    this.#requireTaking(messageId);
    try {
      await this.#transport.sendMail({
        ...{ messageId, ...letter },
        // A text would be handed in as it is; mails have dates of their own form (RFC 5322).
        date: new Date(letter.date),
        ...(calendar ? { icalEvent: enclosed(calendar) } : {}),
        ...inThread(inReplyTo),
        // No answering machine is to answer (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      this.#failed({ messageId, date: letter.date }, error as Partial<NodemailerError>);
    }
    this.#mails.delete(messageId);
    this.#answered();
  }

  #failed({ messageId, date }: MailInHand, error: Partial<NodemailerError>): never {
    const failure = smtpFailureOf(error);
    const isLate = systemClock.now() - Date.parse(date) > LONGEST_PUT_OFF_MS;
    switch (failure === 'mail put off' && isLate ? 'mail refused' : failure) {
      case 'server away':
        this.#server.failed();
        this.#saw({ answers: false, error: messageOf(error) });
        throw mailRefusals.MAIL_NOT_ACCEPTED_YET();
      case 'mail put off': {
        const pause = this.#mails.get(messageId) ?? new BackOff(OF_MAIL);
        this.#mails.set(messageId, pause);
        pause.failed();
        this.#answered();
        throw mailRefusals.MAIL_NOT_ACCEPTED_YET();
      }
      case 'mail refused':
        this.#mails.delete(messageId);
        this.#answered();
        throw mailRefusals.MAIL_REFUSED({ responseCode: error.responseCode ?? 'no answer of the server' });
    }
  }

  #answered(): void {
    this.#server.succeeded();
    this.#saw({ answers: true });
  }

  #saw({ answers, error }: Pick<MailServerContact, 'answers' | 'error'>): void {
    const since = answers === this.#contact.answers ? this.#contact.since : toTimestamp(systemClock.now());
    if (answers && this.#contact.answers) return;
    this.#contact = { answers, since, ...(error === undefined ? {} : { error }) };
    for (const listener of this.#listeners) listener(this.#contact);
  }
}

function enclosed({ method, content, fileName: filename }: MailedCalendar) {
  return { method, content, filename };
}

/** The mail that it answers is the last one of the thread (RFC 5322, 3.6.4). */
function inThread(thread: readonly string[]): { inReplyTo?: string; references?: string[] } {
  const inReplyTo = thread.at(-1);
  return inReplyTo === undefined ? {} : { inReplyTo, references: [...thread] };
}
