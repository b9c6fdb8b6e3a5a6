/** What a reader needs of the metadata of nearly every event. */
export interface MetadataHead {
  readonly schemaVersion: number;
  readonly recordedAt: string;
  readonly effectiveAt?: string;
  readonly commandId: string;
}

/** Of a JSON text without anything escaped, which is then what stands there. */
const CHARACTER = String.raw`[^"\\\x00-\x1f]`;
const ANY = `"${CHARACTER}*"`;
const SOME = `"${CHARACTER}+"`;
const listOf = (item: string): string => `(?:${item}(?:,${item})*)?`;
const optional = (field: string): string => `(?:,${field})?`;

/** As the executor stamps events, field after field: what matches is what `EventMetadataSchema` asks for. */
const USUAL = new RegExp(
  [
    String.raw`^\{"schemaVersion":([1-9]\d{0,8})`,
    `,"recordedAt":"(${CHARACTER}+)"`,
    optional(`"effectiveAt":"(${CHARACTER}*)"`),
    String.raw`,"\$correlationId":${SOME},"\$causationId":${SOME}`,
    `,"commandId":"(${CHARACTER}+)"`,
    String.raw`,"actor":\{(?:"kind":"person","id":${SOME},"role":${SOME}${optional(`"office":${ANY}`)}|"kind":"policy","name":${SOME})\}`,
    optional(`"purpose":${ANY}`),
    String.raw`,"scope":\{${listOf(`${ANY}:${ANY}`)}\}`,
    String.raw`,"subjects":\[${listOf(ANY)}\]\}$`,
  ].join(''),
);

/**
 * Reads what is needed of metadata without parsing it, which costs more than anything else of an event that is folded.
 * @param text as it is stored
 * @returns undefined when it is written in any other way than events are stamped: then it is to be parsed, and checked
 */
export function usualHeadOf(text: string): MetadataHead | undefined {
  const found = USUAL.exec(text);
  if (!found) return undefined;
  const [, schemaVersion, recordedAt = '', effectiveAt, commandId = ''] = found;
  const head = { schemaVersion: Number(schemaVersion), recordedAt, commandId: textOfItsOwn(commandId) };
  return effectiveAt === undefined ? head : { ...head, effectiveAt };
}

/**
 * What is cut out of a text keeps all of that in memory for as long as somebody has it: commands of a stream would keep the metadata of
 * each of its events.
 */
function textOfItsOwn(part: string): string {
  return ` ${part}`.slice(1);
}
