import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** That the service works, in the form of a problem document. */
export class StatusAnswer {
  readonly type!: string;
  readonly title!: string;
  readonly status!: number;
  readonly detail!: string;
}

export class LiveAnswer {
  readonly status!: string;
}

/** How one part stands, for everyone: counts and positions, no keys. */
export class PartHealth {
  readonly name!: string;
  /** Of a projection building, live or stopped; of a process manager running or stopped. */
  readonly state!: string;
  /** Read up to here. */
  readonly position!: string;
  /** End of the log. */
  readonly head!: string;
  /** Documents or instances that wait for a person. */
  readonly parked!: number;
  /** It lacks the event at this position until it is rebuilt. */
  readonly incompleteSince?: string;
}

/** How this process stands with the log. */
export class LogHealth {
  /** Whether it hears of events as they come. */
  readonly state!: 'live' | 'catching-up' | 'disconnected';
  /** How far the end of the log lies ahead of what was read: in positions, which are bytes of the server's log, not events. */
  readonly lag!: number;
  /** RFC 3339. */
  readonly disconnectedSince?: string;
}

/** How far this process is behind with erasures that other processes were asked for. */
export class ErasuresHealth {
  /** Milliseconds since it last knew that it had applied all there were. */
  readonly lag!: number;
  /** More than five seconds: until it has heard the rest, it reads and seals no personal data and takes no token of a citizen. */
  readonly isBehind!: boolean;
}

/** A part that was too slow to answer, or could not be reached: what is said of it is what was known before. */
export class UnansweredPart {
  /** `log`, `projections` or `processes`. */
  readonly name!: string;
  /** RFC 3339: when what is said of it was known; absent when nothing is. */
  readonly lastAnswer?: string;
}

/** How the installation stands as a whole. */
export class HealthReport {
  /** Every read model answers. */
  readonly ready!: boolean;
  /** Nothing waits for a person. */
  readonly healthy!: boolean;
  /** Present where the log is on a server. */
  readonly log?: LogHealth;
  readonly erasures!: ErasuresHealth;
  /** Present where something did not answer in time: then nothing is ready or healthy. */
  @ApiPropertyOptional({ type: [UnansweredPart] })
  readonly unanswered?: readonly UnansweredPart[];
  /** Streams of which somebody removed events in the log, as far as this process has met them; absent when there are none. */
  @ApiPropertyOptional({ type: [String] })
  readonly removedStreams?: readonly string[];
  /** Files of the data directory that turned out to be damaged since the start; absent when there are none, and where there are no files. Then nothing is ready or healthy. */
  @ApiPropertyOptional({ type: [String] })
  readonly damagedFiles?: readonly string[];
  @ApiProperty({ type: [PartHealth] })
  readonly projections!: readonly PartHealth[];
  @ApiProperty({ type: [PartHealth] })
  readonly processes!: readonly PartHealth[];
}
