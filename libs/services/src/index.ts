export * from './service-catalogue.ts';
export * from './service-classes.ts';
