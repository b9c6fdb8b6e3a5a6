import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID, Matches } from 'class-validator';
import { SystemError, type SystemErrorCode } from '#kernel/domain';
import type { RebuildJob } from '#kernel/execution';
import { problemOf } from '#platform';
import { matching } from '#use-cases';

/** Path of one projection or process manager. */
export class PartPath {
  /** Its name, kebab-case. */
  @Matches(
    /^[a-z0-9][a-z0-9-]{0,99}$/,
    matching({
      message: 'name must be the name of a projection or process, kebab-case',
      maxLength: 100,
      example: 'availability',
    }),
  )
  readonly name!: string;
}

/** A query without a parameter: any is refused. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- what has no field is checked for having none
export class NoQuery {}

/** How a projection stands. */
export class ProjectionStatusAnswer {
  readonly projection!: string;
  /** Of the document's schema. */
  readonly version!: number;
  readonly state!: 'building' | 'live' | 'stopped';
  /** The build that answers. */
  readonly build?: string | undefined;
  /** Read up to here. */
  readonly position!: string;
  /** End of the log. */
  readonly head!: string;
  /** Documents that wait for a retry. */
  readonly parked!: number;
  /** It lacks the event at this position until it is rebuilt. */
  readonly incompleteSince?: string;
  /** Why it stopped. */
  readonly error?: string;
}

export class ProjectionList {
  @ApiProperty({ type: [ProjectionStatusAnswer] })
  readonly items!: readonly ProjectionStatusAnswer[];
  readonly nextCursor!: string | null;
}

/** A document that waits for a retry. */
export class ParkedDocument {
  readonly key!: string;
  /** Of the event whose fold failed. */
  readonly position!: string;
  readonly eventId!: string;
  readonly error!: string;
  readonly parkedAt!: string;
}

export class ParkedDocumentList {
  @ApiProperty({ type: [ParkedDocument] })
  readonly items!: readonly ParkedDocument[];
  readonly nextCursor!: string | null;
}

/** Path of one rebuild. */
export class RebuildPath extends PartPath {
  /** Its id. */
  @IsUUID()
  readonly job!: string;
}

/** How far a rebuild has come. */
export class RebuildProgress {
  /** Read so far. */
  readonly events!: number;
  /** Read up to here. */
  readonly position!: string;
  /** End of the log when it began. */
  readonly head!: string;
}

/** What a rebuild came to. */
export class RebuildResult {
  /** The new build, which answers from now on. */
  readonly build!: string;
  /** Events read. */
  readonly events!: number;
}

/** Why a rebuild failed. */
export class RebuildFailure {
  /** As `/docs/problems` lists them. */
  readonly code!: string;
  readonly detail!: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly facts!: Readonly<Record<string, unknown>>;
}

/** How a rebuild stands. */
export class RebuildJobAnswer {
  readonly job!: string;
  readonly projection!: string;
  readonly state!: 'running' | 'done' | 'failed' | 'cancelled';
  /** RFC 3339. */
  readonly requestedAt!: string;
  /** RFC 3339; absent while it runs. */
  readonly endedAt?: string;
  /** Only while it runs, from the process that does it. */
  @ApiPropertyOptional({ type: RebuildProgress })
  readonly progress?: RebuildProgress;
  /** Once it is done. */
  @ApiPropertyOptional({ type: RebuildResult })
  readonly result?: RebuildResult;
  /** Where it failed: the build of before goes on answering. */
  @ApiPropertyOptional({ type: RebuildFailure })
  readonly error?: RebuildFailure;
}

/** A rebuild as it is answered: of a failure what every problem shows. */
export function rebuildAnswer({ error, ...job }: RebuildJob): RebuildJobAnswer {
  if (!error) return job;
  const {
    code,
    detail,
    facts = {},
  } = problemOf(new SystemError(error.code as SystemErrorCode, error.message, error.facts));
  return { ...job, error: { code, detail, facts } };
}

export class RetryAnswer {
  /** Keys whose documents are whole again. */
  @ApiProperty({ type: [String] })
  readonly healed!: readonly string[];
  /** Keys that failed again. */
  @ApiProperty({ type: [String] })
  readonly stillParked!: readonly string[];
}

/** An instance of a process that waits for a person. */
export class ParkedProcessInstance {
  readonly key!: string;
  readonly error!: string;
  readonly since!: string;
  /** The command that was refused. */
  readonly commandId?: string;
}

/** How a process manager stands. */
export class ProcessStatusAnswer {
  readonly process!: string;
  readonly state!: 'running' | 'stopped';
  readonly position!: string;
  readonly head!: string;
  @ApiProperty({ type: [ParkedProcessInstance] })
  readonly parked!: readonly ParkedProcessInstance[];
  readonly error?: string;
}

export class ProcessList {
  @ApiProperty({ type: [ProcessStatusAnswer] })
  readonly items!: readonly ProcessStatusAnswer[];
  readonly nextCursor!: string | null;
}

export class ProcessRetryAnswer {
  /** Instances taken up again. */
  readonly retried!: number;
}
