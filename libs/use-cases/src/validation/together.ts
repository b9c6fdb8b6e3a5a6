/** Several checks of a field as one, in this order: what Nest has as `applyDecorators`, without Nest. */
export function together(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
