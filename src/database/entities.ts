/** Every table of the service. */
export const entities: readonly (new () => object)[] = [];
