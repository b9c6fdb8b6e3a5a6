export * from './service-catalogue.ts';
export * from './service-classes.ts';
export * from './services-of-others.ts';
