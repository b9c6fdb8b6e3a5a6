import { IsUUID } from 'class-validator';
import { within } from '#use-cases';

/** What every command on a registered integration names. */
export abstract class OnIntegration {
  /** Id of the integration. */
  @IsUUID()
  readonly integrationId!: string;
}

export const integrationId = (input: OnIntegration): string => input.integrationId;

/** The Direzione centrale decides who reads what. */
export const CENTRE = [within('central')];
