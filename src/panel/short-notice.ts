/** The condition that a meeting of that alias is held at short notice, its papers being taken until the day itself (PAN-1). */
export const heldAtShortNotice = (meeting: string): string =>
  `EXISTS (SELECT FROM json_each(${meeting}.record -> 'processes') AS held WHERE held.value #>> '{facts,shortNotice}' = 'true')`;
