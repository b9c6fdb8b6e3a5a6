import { IsOptional } from 'class-validator';
import { IsRealDate, IsWholeNumber, ReadOptionsQuery } from '#use-cases';
import { MOST_MONTHS } from '../dashboard/dashboard-answer.ts';

/** Query parameters of every dashboard. */
export abstract class DashboardQuestion extends ReadOptionsQuery {
  /** A day in Rome, yyyy-mm-dd, of which the end counts; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;

  /** What is due within so many days is told, 1 to 365. */
  @IsWholeNumber({ min: 1, max: 365 })
  readonly within: number = 90;

  /** How many months the trend goes back, 1 to 36. */
  @IsWholeNumber({ min: 1, max: MOST_MONTHS })
  readonly months: number = 12;
}
