import { times } from './times';

export const reach = {
  title: 'Connection to the networks',
  offline: 'This computer is offline. Nothing is lost; everything is checked again when it is back.',
  begun: (who: string) => `${who} is not answering`,
  over: (who: string) => `${who} answers again`,
  silent: (who: string, locations: number) =>
    `${who} is not answering. ${times.plural(locations, { one: '# location', other: '# locations' })} can’t be checked; Greentick tries again by itself.`,
};
