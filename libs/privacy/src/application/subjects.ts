import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  CommandExecutor,
  DomainError,
  idOf,
  refuseReusedKey,
  START,
  type CommandOrigin,
  type CommandResult,
  type EventStore,
} from '#kernel';
import { EVENT_STORE, requireRole, type CommandEnvelope } from '#platform';
import type { ErasureReason } from '../domain/events.ts';
import { subject as subjectAggregate } from '../domain/subject.ts';
import { commandSubject } from './subject-commands.ts';
import { PersonalDataVault } from './vault/personal-data-vault.ts';

export interface RegisterSubjectData {
  readonly fiscalCode: string;
}

/** Finds the subject of a codice fiscale, or registers it. */
export class RegisterSubject extends Command<SubjectAnswer> {
  constructor(readonly envelope: CommandEnvelope<RegisterSubjectData>) {
    super();
  }
}

export interface SubjectAnswer extends Pick<CommandResult, 'logId' | 'revision' | 'position'> {
  readonly subject: string;
}

@CommandHandler(RegisterSubject)
export class RegisterSubjectHandler implements ICommandHandler<RegisterSubject> {
  constructor(
    private readonly vault: PersonalDataVault,
    private readonly executor: CommandExecutor,
    @Inject(EVENT_STORE) private readonly log: EventStore,
  ) {}

  async execute({ envelope }: RegisterSubject): Promise<SubjectAnswer> {
    const { principal, origin, data } = envelope;
    requireRole(principal, 'central', 'regional', 'provincial', 'desk-operator');
    const repeated = await this.#answerOf(origin);
    if (repeated) return repeated;
    const subject = await this.vault.subjectFor(data.fiscalCode, origin);
    const { revision } = await this.executor.peek(subjectAggregate, subject);
    return { subject, logId: await this.log.logId(), revision, position: START };
  }

  /** Once the person was erased, the codice fiscale leads nowhere: a repeat must not make them anew. */
  async #answerOf(origin: CommandOrigin): Promise<SubjectAnswer | undefined> {
    const claim = origin.idempotency && (await this.log.findClaim(origin.commandId));
    if (!claim) return undefined;
    refuseReusedKey(origin, claim);
    const subject = idOf(claim.stream);
    const { logId, revision } = await commandSubject(
      this.executor,
      subject,
      { type: 'RegisterSubject', subject },
      origin,
    );
    return { subject, logId, revision, position: START };
  }
}

/** Whom to erase: by id, or by the codice fiscale. */
export type EraseSubjectData = { readonly reason?: ErasureReason } & (
  { readonly subject: string } | { readonly fiscalCode: string }
);

/** Makes a person's data unreadable, everywhere and for ever (article 17 GDPR). */
export class EraseSubject extends Command<SubjectAnswer> {
  constructor(readonly envelope: CommandEnvelope<EraseSubjectData>) {
    super();
  }
}

@CommandHandler(EraseSubject)
export class EraseSubjectHandler implements ICommandHandler<EraseSubject> {
  constructor(
    private readonly vault: PersonalDataVault,
    private readonly executor: CommandExecutor,
    @Inject(EVENT_STORE) private readonly log: EventStore,
  ) {}

  async execute({ envelope }: EraseSubject): Promise<SubjectAnswer> {
    const { principal, origin, data } = envelope;
    requireRole(principal, 'central');
    const subject = await this.#subjectOf(envelope);
    const reason = data.reason === undefined ? {} : { reason: data.reason };
    const command = { type: 'EraseSubject', ...reason } as const;
    try {
      const { logId, revision, position } = await commandSubject(this.executor, subject, command, origin);
      return { subject, logId, revision, position };
    } finally {
      await this.#destroyKeyOf(subject);
    }
  }

  /** Whatever came of the command: if the log says erased, the key must go, also when an earlier attempt died here. */
  async #destroyKeyOf(subject: string): Promise<void> {
    const { state } = await this.executor.peek(subjectAggregate, subject);
    if (state.erased) await this.vault.erase(subject);
  }

  /** A repeated request names a codice fiscale that leads nowhere any more: its claim still knows the stream. */
  async #subjectOf({ data, origin }: CommandEnvelope<EraseSubjectData>): Promise<string> {
    if ('subject' in data) return data.subject;
    const claim = origin.idempotency && (await this.log.findClaim(origin.commandId));
    if (claim) return idOf(claim.stream);
    const subject = await this.vault.findSubject(data.fiscalCode);
    if (subject === undefined) throw new DomainError('SUBJECT_UNKNOWN', {}, 'not-found');
    return subject;
  }
}
