import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsRegionCode, ListPage, PageQuery } from '#platform';
import { POINT_KINDS, PROTOCOL_STATES, type PointKind, type ProtocolStatus } from '../domain/vocabulary.ts';
import { OfficerBody, RecordSignatureBody, TerminateProtocolBody } from './protocol-commands.dto.ts';

export class ProtocolPath {
  @IsUUID()
  readonly protocolId!: string;
}

export class ListProtocolsQuery extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegionCode()
  readonly region?: string;

  /** Id of the hosting body. */
  @IsOptional()
  @IsUUID()
  readonly host?: string;

  @IsOptional()
  @IsIn(PROTOCOL_STATES)
  @ApiPropertyOptional({ enum: PROTOCOL_STATES, enumName: 'ProtocolState' })
  readonly state?: ProtocolStatus;

  /** Id of a Punto Cliente that the protocol covers. */
  @IsOptional()
  @IsUUID()
  readonly point?: string;
}

/** The hosting body as it stood at the drafting. */
export class ProtocolHostAnswer {
  readonly id!: string;
  @ApiProperty({ enum: ['PUBLIC_ADMINISTRATION', 'RECOGNISED_ASSOCIATION'], enumName: 'HostBodyKind' })
  readonly kind!: 'PUBLIC_ADMINISTRATION' | 'RECOGNISED_ASSOCIATION';
  readonly name!: string;
}

export class ProtocolSummaryAnswer {
  readonly id!: string;
  @ApiProperty({ enum: PROTOCOL_STATES, enumName: 'ProtocolState' })
  readonly state!: ProtocolStatus;
  readonly region!: string;
  readonly host!: ProtocolHostAnswer;
  @ApiProperty({ type: [String] })
  readonly points!: readonly string[];
  @ApiProperty({ enum: POINT_KINDS, enumName: 'PointKind', isArray: true })
  readonly kinds!: readonly PointKind[];
  readonly durationMonths!: number;
  @ApiProperty({ type: [OfficerBody] })
  readonly officers!: readonly OfficerBody[];
  @ApiProperty({ type: [RecordSignatureBody] })
  readonly signatures!: readonly RecordSignatureBody[];
  readonly draftedAt!: string;
  readonly signedAt!: string | null;
  readonly forwardedOn!: string | null;
  /** Date of an entry into force that lies ahead. */
  readonly scheduledFor!: string | null;
  /** First day in force. */
  readonly effectiveDate!: string | null;
  /** First day no longer in force, unless terminated before. */
  readonly expiresOn!: string | null;
  @ApiProperty({ type: TerminateProtocolBody, nullable: true })
  readonly termination!: TerminateProtocolBody | null;
  readonly changedAt!: string;
  readonly revision!: number;
}

/** One event in the life of a protocol. */
export class HistoryEntryAnswer {
  readonly type!: string;
  readonly eventId!: string;
  readonly position!: string;
  readonly revision!: number;
  /** When the system wrote it down. */
  readonly recordedAt!: string;
  /** When law says it takes effect, where law gives a time of its own. */
  readonly effectiveAt!: string | null;
  /** A person with role and office, or a named policy. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly actor!: object;
  /** What the event says. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly data!: object;
}

export class ProtocolAnswer extends ProtocolSummaryAnswer {
  @ApiProperty({ type: [HistoryEntryAnswer] })
  readonly history!: readonly HistoryEntryAnswer[];
}

export class ProtocolPage extends ListPage {
  @ApiProperty({ type: [ProtocolSummaryAnswer] })
  readonly items!: readonly ProtocolSummaryAnswer[];
}
