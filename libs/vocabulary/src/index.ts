export * from './calendar.ts';
export * from './host-body.ts';
export * from './lists.ts';
export * from './numbers.ts';
export * from './one-of.ts';
export * from './point-kind.ts';
export * from './territory.ts';
export * from './text.ts';
