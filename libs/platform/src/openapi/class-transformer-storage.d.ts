declare module 'class-transformer/cjs/storage.js' {
  /** What the package exports, and its declarations leave out. */
  export const defaultMetadataStorage: {
    findTypeMetadata(target: object, property: string): { readonly typeFunction: () => unknown } | undefined;
  };
}
