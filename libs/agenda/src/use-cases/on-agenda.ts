import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';
import { IsId, together, within } from '#use-cases';
import { IsWhole } from './fields.ts';

/** Most persons that a band may receive at once. */
const MAX_CAPACITY = 1_000;

/** What every command on an existing agenda names. */
export abstract class OnAgenda {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;
}

/** Most appointments that a preview or an answer lists. */
export const MAX_LISTED = 1_000;

/** Ids of appointments that a preview has listed. */
export function IsPreviewed(): PropertyDecorator {
  return together(IsOptional(), IsArray(), ArrayMaxSize(MAX_LISTED), IsId({ each: true }));
}

/** What every command names that may displace appointments. */
export abstract class DisplacingOnAgenda extends OnAgenda {
  /** Ids of the appointments that a preview has listed: of those that are displaced, the answer tells which are new. */
  @IsPreviewed()
  readonly previewed?: readonly string[];
}

/** What every command on an opening band names. */
export abstract class OnOpeningBand extends DisplacingOnAgenda {
  /** Id of the opening band. */
  @IsUUID()
  readonly bandId!: string;
}

export const agendaId = (input: OnAgenda): string => input.agendaId;

/** The offices of the agenda's territory decide when it is open and how many it receives. */
export const OFFICES = [within('central', 'regional', 'provincial')];

/** How many persons are received at once. */
export function IsCapacity(): PropertyDecorator {
  return IsWhole(1, MAX_CAPACITY);
}

/** How many of these are kept for channels of staff. */
export function IsInternalCapacity(): PropertyDecorator {
  return IsWhole(0, MAX_CAPACITY);
}
