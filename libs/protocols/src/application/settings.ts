/** Choices of this context that no source decides. */
export interface ProtocolSettings {
  /** Duration of a protocol whose draft names none, in months. */
  readonly durationMonths: number;
}

/** Injection token of {@link ProtocolSettings}. */
export const PROTOCOL_SETTINGS = Symbol('ProtocolSettings');

/**
 * Reads the settings from the environment.
 * @throws TypeError when a value is no positive whole number
 */
export function protocolSettings(environment: Readonly<Record<string, string | undefined>>): ProtocolSettings {
  const text = environment.RETE_PUNTI_PROTOCOL_MONTHS ?? '36';
  const durationMonths = Number(text);
  if (!Number.isInteger(durationMonths) || durationMonths < 1) {
    throw new TypeError(`RETE_PUNTI_PROTOCOL_MONTHS must be a positive whole number of months, not "${text}"`);
  }
  return { durationMonths };
}
