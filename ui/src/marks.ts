// The marks of networks: our own drawings, one file a network in `marks/`. The fill of a drawing's
// root is the colour of its tile.

const files = import.meta.glob<string>('./marks/*.svg', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const drawn = new Map<string, Element | null>();

function read(id: string): Element | null {
  const text = files[`./marks/${id}.svg`];
  if (text === undefined) return null;
  return new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
}

/** The mark of a network as a new element; none where nobody drew one. */
export function markOf(id: string): Element | null {
  let mark = drawn.get(id);
  if (mark === undefined) drawn.set(id, (mark = read(id)));
  return mark && document.importNode(mark, true);
}
