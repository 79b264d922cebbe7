/** A column heading that orders a list: the other way round where it is ordered by it already. */
export interface Sort {
  href: string;
  sorted: 'ascending' | 'descending' | null;
}
