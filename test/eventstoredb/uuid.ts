import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { shared } from './protocol.ts';

const UUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * The id in lower case, whichever of its two forms was sent.
 * @returns undefined when it is absent, no UUID, or all zeros
 */
export function uuidText(id: UUID | undefined): string | undefined {
  const text = id?.hasStructured() ? fromHalves(id.getStructured()!) : id?.getString().toLowerCase();
  return text !== undefined && text !== NIL && UUID_FORM.test(text) ? text : undefined;
}

export function uuidString(text: string): UUID {
  const id = new shared.UUID();
  id.setString(text);
  return id;
}

export function uuidStructured(text: string): UUID {
  const hex = text.replaceAll('-', '');
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(signed(hex.slice(0, 16)));
  structured.setLeastSignificantBits(signed(hex.slice(16)));
  const id = new shared.UUID();
  id.setStructured(structured);
  return id;
}

function signed(hex: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hex}`)).toString();
}

function fromHalves(structured: UUID.Structured): string {
  const half = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const hex = half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits());
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
