// Tells the log what could not be drawn, each kind once. What an error says in words stays here: it
// may hold a name that a stranger chose, or what a person pasted.

import type { Door } from '../api/door';
import type { NotShown, PartCode, ThrownCode } from '../api/protocol';

const KINDS: readonly (readonly [new () => Error, ThrownCode])[] = [
  [TypeError, 'type_error'],
  [RangeError, 'range_error'],
  [ReferenceError, 'reference_error'],
  [SyntaxError, 'syntax_error'],
  [Error, 'error'],
];
/** The end of the first line that names a place, as every engine writes one. */
const PLACE = /:(\d{1,8}):(\d{1,8})\)?$/m;

const kindOf = (thrown: unknown): ThrownCode => KINDS.find(([kind]) => thrown instanceof kind)?.[1] ?? 'other';

function placeOf(thrown: unknown): Pick<NotShown, 'line' | 'column'> {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  const [, line, column] = PLACE.exec(stack ?? '') ?? [];
  return line === undefined ? {} : { line: Number(line), column: Number(column) };
}

export class Unshown {
  readonly #told = new Set<string>();

  constructor(private readonly door: Door) {}

  tell(part: PartCode, thrown: unknown): void {
    const what: NotShown = { part, thrown: kindOf(thrown), ...placeOf(thrown) };
    const kind = JSON.stringify(what);
    if (this.#told.has(kind)) return;
    this.#told.add(kind);
    // A log that cannot be told is nobody's trouble at the window.
    this.door.ask({ ask: 'not_shown', ...what }).catch(() => undefined);
  }
}
