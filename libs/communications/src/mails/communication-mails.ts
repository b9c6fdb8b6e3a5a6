import { idOf, type RecordedEvent } from '#kernel/domain';
import { regionByCode } from '#italy';
import { territorialUnit } from '#organisation';
import { mailOn, type MailLookUps, type MailMessage, type MailReference } from '#use-cases';
import { communicationSettings } from '../communication-settings.ts';
import { communication } from '../domain/communication.ts';
import {
  CommunicationAnswered,
  CommunicationContinued,
  CommunicationMailRegistered,
  CommunicationRegistered,
  CommunicationSent,
} from '../domain/events.ts';
import type { CommunicationKind, RegisteredMail } from '../domain/vocabulary.ts';

/** What people read: in Italian. */
const KINDS: Readonly<Record<CommunicationKind, string>> = {
  NOTICE: 'Comunicazione',
  CLARIFICATION: 'Richiesta di chiarimenti',
  SUPPORT: 'Richiesta di assistenza',
};
const CENTRE = 'DCOrg';

interface ThreadFacts {
  readonly id: string;
  readonly kind: CommunicationKind;
  readonly region: string;
  readonly unit: string;
}

/** What a directorate sends, for the mailbox of the centre. */
const toCentre = (facts: ThreadFacts, text: string, { settings }: MailLookUps): MailMessage => ({
  to: { name: CENTRE, address: settings(communicationSettings).centralMailbox },
  subject: subjectOf(facts),
  text: `${text}\n\n${footerOf(facts)}`,
});

export const communicationMails = [
  mailOn(
    CommunicationSent,
    ({ data }, lookUps) => {
      const facts = { id: data.communicationId, kind: data.kind, region: data.region, unit: data.unit };
      return toCentre(facts, `${data.subject}\n\n${data.text}`, lookUps);
    },
    { lineOf: lineTo(CENTRE) },
  ),
  mailOn(
    CommunicationContinued,
    async ({ stream, data: { text } }, lookUps) => ({
      ...toCentre(await threadOf(stream, lookUps), text, lookUps),
      inReplyTo: await mailsBefore(lookUps),
    }),
    { lineOf: lineTo(CENTRE) },
  ),
  mailOn(
    CommunicationAnswered,
    async ({ stream, data: { text } }, lookUps) => {
      const facts = await threadOf(stream, lookUps);
      const address = await lookUps.look(territorialUnit, facts.unit, (unit) =>
        unit.status === 'ABSENT' ? undefined : unit.pec,
      );
      return {
        to: { name: facts.unit, address },
        subject: `Re: ${subjectOf(facts)}`,
        text: `${text}\n\n${footerOf(facts)}`,
        inReplyTo: await mailsBefore(lookUps),
      };
    },
    { lineOf: lineTo('directorate') },
  ),
];

/** What goes to one side of a thread is read in order; the mailbox of the other holds it up in nothing. */
function lineTo(side: string) {
  return ({ stream }: RecordedEvent): string => `${stream}/${side}`;
}

/** Nothing of what somebody wrote: whoever handles a mail on its way reads its subject. */
function subjectOf({ id, kind, region }: ThreadFacts): string {
  return `[rete-punti] ${KINDS[kind]}, ${regionByCode(region)?.name ?? region} (${id.slice(0, 8)})`;
}

function footerOf({ id, unit }: ThreadFacts): string {
  return `-- \nrete-punti, comunicazione ${id} della struttura ${unit}`;
}

async function threadOf(stream: string, { look }: MailLookUps): Promise<ThreadFacts> {
  const id = idOf(stream);
  return look(communication, id, (thread) => {
    if (thread.status === 'ABSENT') throw new TypeError(`${stream} goes on before it has begun`);
    const { kind, region, unit } = thread;
    return { id, kind, region, unit };
  });
}

/** Every mail of the thread so far: those that were sent for its messages, and those that came. */
async function mailsBefore({ earlier }: MailLookUps): Promise<readonly MailReference[]> {
  return (await earlier()).flatMap((event): MailReference[] => {
    const came = mailOf(event);
    if (came) return [{ messageId: came.messageId }];
    return MAILED.has(event.type) ? [{ eventId: event.eventId }] : [];
  });
}

const MAILED = new Set<string>([CommunicationSent.type, CommunicationContinued.type, CommunicationAnswered.type]);
const CAME = new Set<string>([CommunicationRegistered.type, CommunicationMailRegistered.type]);

function mailOf({ type, data }: RecordedEvent): RegisteredMail | undefined {
  return CAME.has(type) ? (data as { readonly mail: RegisteredMail }).mail : undefined;
}
