// Which numbers are dates. Networks tell them, and servers that anybody may run: past 8.64e15 an engine
// can write none, and long before that nobody means one.

/** Nobody here plans for longer, and milliseconds that are microseconds lie far behind it. */
const LAST = Date.UTC(2200, 0);

export const isDate = (at: unknown): at is number => typeof at === 'number' && at > 0 && at < LAST;

/** As a machine reads it; none where it is no date. */
export const isoOf = (at: number): string | undefined => (isDate(at) ? new Date(at).toISOString() : undefined);
