import { defineProcessManager, give, idOf, when, type RecordedEvent } from '#kernel/domain';
import { releaseRetention } from '#privacy';
import {
  ConventionOfficerAssigned,
  ConventionOfficerReplaced,
  ProtocolAmended,
  ProtocolAmendmentSignatureRecorded,
  ProtocolAmendmentWithdrawn,
  ProtocolRejected,
  ProtocolSignatureRecorded,
  ProtocolSigned,
  ProtocolWithdrawn,
} from '../domain/events.ts';

/** A person whom the act names, and the command that named them. */
interface Held {
  readonly post: string;
  readonly subject: string;
  readonly retentionId: string;
}

interface Holding {
  readonly held: readonly Held[];
}

const post = ({ party, role }: { readonly party: string; readonly role: string }): string => `${party} ${role}`;

/**
 * Lets persons go whom an act need not keep: those who were replaced before it was signed, and all of one that is not
 * concluded. Once it is signed it is kept with whom it names, and nothing is remembered here; so is an amendment once it is
 * in effect. An instance is an act.
 */
export const retentionOfPersons = defineProcessManager<Holding>({
  name: 'retention-of-persons',
  gives: [releaseRetention],
  keys: (event) => [actOf(event)],
  on: [
    when(ConventionOfficerAssigned, (holding, { data, metadata }) =>
      data.name
        ? naming(holding, { post: post(data), subject: data.name.subject, retentionId: metadata.commandId })
        : { state: holding },
    ),
    when(ConventionOfficerReplaced, (holding, { data, metadata }) => {
      if (!holding) return { state: undefined };
      const named = data.name
        ? [{ post: post(data), subject: data.name.subject, retentionId: metadata.commandId }]
        : [];
      const held = [...holding.held.filter((one) => one.post !== post(data)), ...named];
      return { state: { held }, commands: letGo(holding.held, held, 'OFFICER_REPLACED') };
    }),
    when([ProtocolSignatureRecorded, ProtocolAmendmentSignatureRecorded], (holding, { data, metadata }) =>
      data.name
        ? naming(holding, {
            post: post({ party: data.party, role: 'SIGNATORY' }),
            subject: data.name.subject,
            retentionId: metadata.commandId,
          })
        : { state: holding },
    ),
    when([ProtocolSigned, ProtocolAmended], () => ({ state: undefined })),
    when([ProtocolRejected, ProtocolWithdrawn, ProtocolAmendmentWithdrawn], (holding) => ({
      state: undefined,
      commands: letGo(holding?.held ?? [], [], 'ACT_NOT_CONCLUDED'),
    })),
  ],
});

/** An amendment, or the protocol itself. */
function actOf({ stream, data }: RecordedEvent): string {
  return (data as { readonly amendmentId?: string }).amendmentId ?? idOf(stream);
}

function naming(holding: Holding | undefined, named: Held): { readonly state: Holding } {
  return { state: { held: [...(holding?.held ?? []), named] } };
}

/** One command may have named a person for several posts: the person goes with the last of them. */
function letGo(before: readonly Held[], after: readonly Held[], reason: string) {
  const key = ({ subject, retentionId }: Held): string => `${subject} ${retentionId}`;
  const kept = new Set(after.map(key));
  const gone = new Map(before.filter((one) => !kept.has(key(one))).map((one) => [key(one), one]));
  return [...gone.values()].map(({ subject, retentionId }) => give(releaseRetention, { subject, retentionId, reason }));
}
