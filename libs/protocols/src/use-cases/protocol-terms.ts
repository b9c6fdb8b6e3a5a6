import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsInt, Max, Min } from 'class-validator';
import { IsId, IsOneOf, together } from '#use-cases';
import { POINT_KINDS } from '#vocabulary';

/* The terms of a protocol as commands take them: when it is drafted, revised and amended. */

/** Ids of Punti Cliente that it covers, each once. */
export function IsCoveredPoints(): PropertyDecorator {
  return together(IsId({ each: true }), ArrayUnique(), ArrayMaxSize(1000), ArrayMinSize(1));
}

/** Kinds of point that it allows, each once. */
export function IsAllowedKinds(): PropertyDecorator {
  return together(
    IsOneOf(POINT_KINDS, 'PointKind', { each: true }),
    ArrayUnique(),
    ArrayMaxSize(POINT_KINDS.length),
    ArrayMinSize(1),
  );
}

/** For how many months it is concluded. */
export function IsDurationMonths(): PropertyDecorator {
  return together(Max(600), Min(1), IsInt());
}
