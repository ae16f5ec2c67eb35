import { times } from './times';

export const selection = {
  title: 'Selected locations',
  count: (count: number) => (count === 0 ? 'Nothing selected' : `${times.number(count)} selected`),
  check: 'Check now',
  checking: (count: number) => times.plural(count, { one: 'Checking # location', other: 'Checking # locations' }),
  clear: 'Clear',
};
