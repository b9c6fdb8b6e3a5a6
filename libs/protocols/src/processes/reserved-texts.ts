import {
  defineProcessManager,
  give,
  heldValue,
  idOf,
  recordReservationCommand,
  releaseReservationCommand,
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
    when(FrameworkAgreementConcluded, (state, event) => holding(state, event, agreed(event.data))),
    when(FrameworkAgreementRectified, (state, event) => holding(state, event, agreed(event.data.standing))),
    when(ProtocolTemplateAdopted, (state, event) => holding(state, event, adopted(event.data))),
    when(ProtocolTemplateRectified, (state, event) => holding(state, event, adopted(event.data.standing))),
  ],
});

/** Of which kind of act a text is. */
interface TextOfAct {
  readonly category: keyof typeof TEXT_OF;
  readonly sha256: string;
}

function agreed({ documentSha256: sha256 }: { readonly documentSha256: string }): TextOfAct {
  return { category: 'FrameworkAgreement', sha256 };
}

function adopted({ textSha256: sha256 }: { readonly textSha256: string }): TextOfAct {
  return { category: 'ProtocolTemplate', sha256 };
}

/** The act has this text from now on, and no longer the one that it had. */
function holding(
  before: HeldText | undefined,
  { stream, metadata: { commandId: forCommandId } }: Pick<RecordedEvent, 'stream' | 'metadata'>,
  { category, sha256 }: TextOfAct,
): Reaction<HeldText> {
  if (before?.sha256 === sha256) return { state: before };
  const kind = TEXT_OF[category];
  const reserved = (one: HeldText) => heldValue(kind, one.sha256, one.forCommandId);
  const state = { sha256, forCommandId };
  const target = { category, id: idOf(stream) };
  const record = give(recordReservationCommand, { ...reserved(state), target });
  return {
    state,
    commands: before ? [record, give(releaseReservationCommand, reserved(before))] : [record],
  };
}
