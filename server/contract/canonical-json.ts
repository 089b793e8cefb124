/**
 * One text for one value, so that a signature can be checked by whoever parses the JSON and writes it again: the subset of
 * RFC 8785 (JCS) without fractions. No space; names sorted by UTF-16 code units; strings escaped as ECMAScript's
 * `JSON.stringify` does; to be signed as UTF-8.
 * @throws TypeError for a number that is not a safe integer, for half of a surrogate pair, for anything that is not JSON.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('not an integer');
    // -0 is written 0 (RFC 8785, 3.2.2.3).
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${text(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  throw new TypeError('not JSON');
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('not Unicode text');
  return JSON.stringify(value);
}
