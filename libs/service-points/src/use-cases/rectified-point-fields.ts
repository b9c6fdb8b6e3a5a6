import { IsOptional } from 'class-validator';
import { IsRealDate, IsRequiredObject } from '#use-cases';
import { HostRequestInput } from './request-punto-cliente.ts';

/** The corrected fields of one event of a Punto Cliente: those that it has. */
export class RectifiedPointFieldsInput {
  /** Of a request or a change of kind: the letter with which the administration asked. */
  @IsOptional()
  @IsRequiredObject(() => HostRequestInput)
  readonly hostRequest?: HostRequestInput;

  /** Of a request, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly requestedOn?: string;

  /** Of an approval, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly approvedOn?: string;

  /** Of a request that was declined, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly declinedOn?: string;

  /** Of an activation, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly activatedOn?: string;

  /** Of a change of kind, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly changedOn?: string;

  /** Of a revision of its services, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly revisedOn?: string;

  /** Of a relocation, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly relocatedOn?: string;

  /** Of a suspension, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;

  /** Of a suspension: when it is over (this day not included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** Of a resumption, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;

  /** Of a deactivation, when it ends (this day not included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly deactivatedOn?: string;
}
