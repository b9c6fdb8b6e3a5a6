import { IsUUID } from 'class-validator';
import { within } from '#use-cases';

/** What every command on an existing protocol names. */
export abstract class OnProtocol {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;
}

export const protocolId = (input: OnProtocol): string => input.protocolId;

/** The directorate of the region concludes its protocols; the central one may act in its place. */
export const OFFICES = [within('central', 'regional')];
/** Dates are carried out by the calendar, never by a person. */
export const NO_PERSON = [];
