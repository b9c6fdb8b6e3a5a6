import { IsUUID } from 'class-validator';
import { within } from '#use-cases';

/** What every command on an existing communication names. */
export abstract class OnCommunication {
  /** Id of the communication. */
  @IsUUID()
  readonly communicationId!: string;
}

export const communicationId = (input: OnCommunication): string => input.communicationId;

/** Regional directorates write, each for its own region. */
export const DIRECTORATES = [within('regional')];
/** The Direzione centrale Organizzazione answers. */
export const CENTRE = [within('central')];
export const BOTH_SIDES = [within('central', 'regional')];
