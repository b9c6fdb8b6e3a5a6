import { defineRefusals } from '#kernel/domain';
import { territorialUnit, unitOn, type UnitFacts, type UnitKind } from '#organisation';
import { fact, setting } from '#use-cases';
import { communicationSettings } from '../communication-settings.ts';

export const senderRefusals = defineRefusals({
  SENDER_UNKNOWN: 'On {on} there is no unit of the code {unit}: give that of the directorate that writes.',
  SENDER_OF_ANOTHER_KIND: 'A unit of kind {kind} does not write to the centre: one of {kinds} does.',
});

/**
 * What a communication needs to know of the office that writes, and where it will stand: that follows from the office.
 * @param codeOf code of the office, from the input
 */
export function aboutSender<Input>(codeOf: (input: Input) => string) {
  return {
    sender: fact(territorialUnit, codeOf, (unit) => (day: string) => unitOn(unit, day)),
    writingKinds: setting(communicationSettings, (settings) => settings.writingKinds),
  };
}

interface KnownSender {
  readonly sender: (day: string) => UnitFacts | undefined;
  readonly writingKinds: readonly UnitKind[];
}

/** Where a communication of this office stands, for those who may not act there. */
export function whereSenderStands({
  sender,
  today,
}: Pick<KnownSender, 'sender'> & { readonly today: string }): { region: string } | undefined {
  const region = sender(today)?.region;
  return region === undefined ? undefined : { region };
}

/**
 * The office that writes, as it was on the day on which it wrote (T1).
 * @param on that day, in Rome
 * @throws DomainError SENDER_UNKNOWN | SENDER_OF_ANOTHER_KIND
 */
export function requireSender(
  unit: string,
  { sender, writingKinds }: KnownSender,
  on: string,
): UnitFacts & { region: string } {
  const found = sender(on);
  if (!found) throw senderRefusals.SENDER_UNKNOWN({ unit, on });
  const { kind, region } = found;
  if (region === undefined || !writingKinds.includes(kind)) {
    throw senderRefusals.SENDER_OF_ANOTHER_KIND({ unit, kind, kinds: writingKinds });
  }
  return { ...found, region };
}
