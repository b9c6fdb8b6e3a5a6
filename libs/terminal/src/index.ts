export * from './print.ts';
export * from './progress.ts';
