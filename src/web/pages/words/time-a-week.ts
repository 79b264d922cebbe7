const HOUR = 60;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Minutes as people say them: '37 hours 30 minutes'. */
export function timeAWeek(minutes: number): string {
  const hours = Math.floor(minutes / HOUR);
  const rest = minutes % HOUR;
  return [hours > 0 ? counted(hours, 'hour') : '', rest > 0 ? counted(rest, 'minute') : '']
    .filter(Boolean)
    .join(' ');
}
