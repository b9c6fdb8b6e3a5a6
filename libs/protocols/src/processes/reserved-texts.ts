import {
  defineProcessManager,
  give,
  idOf,
  recordReservationCommand,
  releaseReservationCommand,
  reservationId,
  when,
  type Reaction,
  type RecordedEvent,
} from '#kernel/domain';
import { FrameworkAgreementConcluded, FrameworkAgreementRectified } from '../domain/framework/framework-agreement.ts';
import { ProtocolTemplateAdopted, ProtocolTemplateRectified } from '../domain/template/protocol-template.ts';
import { TEXT_OF } from '../use-cases/reserved-text.ts';

/** The text of an act, and the command that holds it. */
interface HeldText {
  readonly sha256: string;
  readonly forCommandId: string;
}

/**
 * Keeps the texts of framework agreements and templates for the act that has each. Those of before, which reserved none, have
 * theirs reserved as this is read, from the beginning of its log; a text that a rectification has taken from an act is free for
 * another. An instance is an act.
 */
export const reservedTexts = defineProcessManager<HeldText>({
  name: 'reserved-texts',
  gives: [recordReservationCommand, releaseReservationCommand],
  keys: ({ stream }) => [stream],
  on: [
    when(FrameworkAgreementConcluded, (state, event) => holding(state, event, event.data.documentSha256)),
    when(FrameworkAgreementRectified, (state, event) => holding(state, event, event.data.standing.documentSha256)),
    when(ProtocolTemplateAdopted, (state, event) => holding(state, event, event.data.textSha256)),
    when(ProtocolTemplateRectified, (state, event) => holding(state, event, event.data.standing.textSha256)),
  ],
});

/** The act has this text from now on. */
function holding(
  before: HeldText | undefined,
  { stream, metadata: { commandId: forCommandId } }: Pick<RecordedEvent, 'stream' | 'metadata'>,
  sha256: string,
): Reaction<HeldText> {
  if (before?.sha256 === sha256) return { state: before };
  const category = stream.startsWith('ProtocolTemplate-') ? 'ProtocolTemplate' : 'FrameworkAgreement';
  const kind = TEXT_OF[category];
  const target = { category, id: idOf(stream) };
  return {
    state: { sha256, forCommandId },
    commands: [
      give(recordReservationCommand, { id: reservationId(kind, sha256), kind, forCommandId, target }),
      ...(before
        ? [
            give(releaseReservationCommand, {
              ...{ id: reservationId(kind, before.sha256), kind },
              forCommandId: before.forCommandId,
            }),
          ]
        : []),
    ],
  };
}
