import { defineProcessManager, give, when, type ProcessManager } from '#kernel/domain';
import type { MailDefinition } from '#use-cases';
import { sendMail } from '../use-cases/send-mail.ts';

/**
 * Asks for the mail of each event that has one. What is to be sent is stored as every command that a process manager owes,
 * so a mail server that is away delays it, and nothing else waits for it. One mail is in hand at a time, from the look whether
 * it was sent to the append that says so: who is killed repeats that one. An instance is a line of mails, which go out in
 * order; one that is refused for good waits for a person and holds up none.
 */
export function mailProcess(mails: readonly MailDefinition[]): ProcessManager {
  const byType = new Map(mails.map((mail) => [mail.definition.type, mail]));
  return defineProcessManager<never>({
    name: 'mail',
    gives: [sendMail],
    goesOnWhenRefused: true,
    oneAtATime: true,
    keys: (event) => [byType.get(event.type)?.lineOf(event) ?? event.eventId],
    on: [
      when(
        mails.map(({ definition }) => definition),
        (_state, event) => {
          const { type, stream, revision, eventId } = event;
          const isMailed = byType.get(type)?.concerns(event) ?? false;
          return {
            state: undefined,
            commands: isMailed ? [give(sendMail, { type, stream, revision, eventId })] : [],
          };
        },
      ),
    ],
  });
}
