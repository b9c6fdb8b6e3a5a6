import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsRealDate, ListPage, TerritoryFilterQuery } from '#platform';
import { HistoryEntryAnswer } from '#protocols';
import {
  DEACTIVATION_REASONS,
  POINT_KINDS,
  POINT_STATES,
  type DeactivationReason,
  type PointKind,
  type PointStatus,
} from '../domain/vocabulary.ts';
import { AddressBody, HostRequestBody, OperatorBody } from './punto-cliente-commands.dto.ts';

export class PuntoClientePath {
  @IsUUID()
  readonly pointId!: string;
}

export class ListPuntiClienteQuery extends TerritoryFilterQuery {
  @IsOptional()
  @IsIn(POINT_STATES)
  @ApiPropertyOptional({ enum: POINT_STATES, enumName: 'PointState' })
  readonly state?: PointStatus;

  @IsOptional()
  @IsIn(POINT_KINDS)
  @ApiPropertyOptional({ enum: POINT_KINDS, enumName: 'PointKind' })
  readonly kind?: PointKind;

  /** Id of the hosting body. */
  @IsOptional()
  @IsUUID()
  readonly host?: string;

  /** Id of the protocol that covers them, or covered them last. */
  @IsOptional()
  @IsUUID()
  readonly protocol?: string;

  /** Points that were active on this day, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly activeOn?: string;
}

/** The hosting body as it stood at the request. */
export class PointHostAnswer {
  readonly id!: string;
  @ApiProperty({ enum: ['PUBLIC_ADMINISTRATION', 'RECOGNISED_ASSOCIATION'], enumName: 'HostBodyKind' })
  readonly kind!: 'PUBLIC_ADMINISTRATION' | 'RECOGNISED_ASSOCIATION';
  readonly name!: string;
}

export class ActivityPeriodAnswer {
  /** First day of activity. */
  readonly from!: string;
  /** First day without; null while it goes on. */
  readonly until!: string | null;
  readonly protocolId!: string;
  @ApiProperty({ enum: DEACTIVATION_REASONS, nullable: true })
  readonly reason!: DeactivationReason | null;
}

export class PuntoClienteSummaryAnswer {
  readonly id!: string;
  @ApiProperty({ enum: POINT_STATES, enumName: 'PointState' })
  readonly state!: PointStatus;
  @ApiProperty({ enum: POINT_KINDS, enumName: 'PointKind' })
  readonly kind!: PointKind;
  readonly host!: PointHostAnswer;
  readonly region!: string;
  readonly province!: string;
  readonly municipality!: string;
  readonly address!: AddressBody;
  @ApiProperty({ type: HostRequestBody, nullable: true })
  readonly hostRequest!: HostRequestBody | null;
  /** The protocol that covers it, or covered it last. */
  readonly protocolId!: string | null;
  @ApiProperty({ type: [OperatorBody] })
  readonly operators!: readonly OperatorBody[];
  @ApiProperty({ type: [ActivityPeriodAnswer] })
  readonly periods!: readonly ActivityPeriodAnswer[];
  readonly requestedAt!: string;
  readonly changedAt!: string;
  readonly revision!: number;
}

export class PuntoClienteAnswer extends PuntoClienteSummaryAnswer {
  @ApiProperty({ type: [HistoryEntryAnswer] })
  readonly history!: readonly HistoryEntryAnswer[];
}

export class PuntoClientePage extends ListPage {
  @ApiProperty({ type: [PuntoClienteSummaryAnswer] })
  readonly items!: readonly PuntoClienteSummaryAnswer[];
}
