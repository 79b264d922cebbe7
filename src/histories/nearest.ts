const LONGEST_LIST = 14;
const OFFERED = 3;

/** How many letters differ: added, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What could have been meant: all the words there are, or the nearest of many. */
export function offered(word: string, known: readonly string[]): string {
  if (known.length === 0) return 'there are none';
  if (known.length <= LONGEST_LIST) return `there are: ${known.join(', ')}`;
  const nearest = [...known]
    .map((each) => ({ each, far: distance(word.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, OFFERED)
    .map(({ each }) => each);
  return `did you mean ${nearest.join(' or ')}?`;
}
