import { defineRefusals } from '#kernel/domain';
import { territorialUnit, unitOn, type UnitFacts, type UnitKind } from '#organisation';
import { fact, setting } from '#use-cases';
import { communicationSettings } from '../communication-settings.ts';

export const senderRefusals = defineRefusals({
  SENDER_UNKNOWN: 'No unit has the code {unit} today: give that of the directorate that writes.',
  SENDER_OF_ANOTHER_KIND: 'A unit of kind {kind} does not write to the centre: one of {kinds} does.',
});

/**
 * What a communication needs to know of the office that writes, and where it will stand: that follows from the office.
 * @param codeOf code of the office, from the input
 */
export function aboutSender<Input>(codeOf: (input: Input) => string) {
  return {
    sender: fact(territorialUnit, codeOf, (unit) => (today: string) => unitOn(unit, today)),
    writingKinds: setting(communicationSettings, (settings) => settings.writingKinds),
  };
}

interface KnownSender {
  readonly today: string;
  readonly sender: (today: string) => UnitFacts | undefined;
  readonly writingKinds: readonly UnitKind[];
}

/** Where a communication of this office stands, for those who may not act there. */
export function whereSenderStands({ sender, today }: KnownSender): { region: string } | undefined {
  const region = sender(today)?.region;
  return region === undefined ? undefined : { region };
}

/**
 * The office that writes, as it is today.
 * @throws DomainError SENDER_UNKNOWN | SENDER_OF_ANOTHER_KIND
 */
export function requireSender(
  unit: string,
  { sender, today, writingKinds }: KnownSender,
): UnitFacts & { region: string } {
  const found = sender(today);
  if (!found) throw senderRefusals.SENDER_UNKNOWN({ unit });
  const { kind, region } = found;
  if (region === undefined || !writingKinds.includes(kind)) {
    throw senderRefusals.SENDER_OF_ANOTHER_KIND({ unit, kind, kinds: writingKinds });
  }
  return { ...found, region };
}
