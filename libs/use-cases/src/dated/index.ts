// What the domain of a context is told by legal dates with: pure, and of no more than kernel, Italy and vocabulary.
export * from './define-dated-aggregate.ts';
export * from './define-life.ts';
export * from './effect-today.ts';
export * from './legal-day.ts';
export * from './left-by-persons.ts';
export * from './life.ts';
export * from './overlapping-suspensions.ts';
export * from './rectification.ts';
export * from './rectified-suspension.ts';
export * from './rectifying.ts';
export * from './suspension-kind.ts';
