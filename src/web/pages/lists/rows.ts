/** How many rows a page of a list can have. */
export const ROWS = ['25', '50', '100'] as const;
