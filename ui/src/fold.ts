// Names as they are compared, the same on every system and whatever its language: in Turkish the
// small letter of I is another one than i, and a system's own rules would not find IKEA by ikea.

/** Without case, without forms of letters, and with one i. */
function plain(text: string): string {
  // Most names, and a list may have thousands.
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  const once = text.normalize('NFKD').toLowerCase();
  // Upper case makes one of ß and ss, and of ı and i.
  return once.toUpperCase().toLowerCase().normalize('NFKD').replaceAll('ς', 'σ').replaceAll('i\u0307', 'i');
}

/** A name, or what is sought in it: accents do not matter either, since not every keyboard has them. */
export const folded = (text: string): string =>
  plain(text)
    .replace(/[\u0300-\u036f]/g, '')
    .trim();

/** Two names are one if these are the same; Rust holds the names of clients to it (`Client::is_called`). */
export const called = (name: string): string => plain(name).trim();
