import { IsUUID } from 'class-validator';
import { within } from '#use-cases';

/** What every command on an existing point names. */
export abstract class OnPuntoCliente {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;
}

export const pointId = (input: OnPuntoCliente): string => input.pointId;

/** The directorate of the region decides on its points; the central one may act in its place. */
export const OFFICES = [within('central', 'regional')];
/** A point ends with its protocol by policy, never by a person. */
export const NO_PERSON = [];
