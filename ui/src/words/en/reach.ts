import { times } from './times';

const setTheClock =
  'Warnings can come too early or too late, and networks may refuse to answer: let the system set date and time by itself.';

export const reach = {
  title: 'Connection to the networks',
  offline: 'This computer is offline. Nothing is lost; everything is checked again when it is back.',
  begun: (who: string) => `${who} is not answering`,
  over: (who: string) => `${who} answers again`,
  silent: (who: string, locations: number) =>
    `${who} is not answering. ${times.plural(locations, { one: '# location', other: '# locations' })} can’t be checked; Greentick tries again by itself.`,
  clockBegun: 'This computer’s clock is wrong',
  clock: (offMinutes: number | null) => {
    if (offMinutes === null) return `This computer’s clock is wrong. ${setTheClock}`;
    const length = times.lasting(Math.abs(offMinutes) * 60_000);
    const which = offMinutes > 0 ? 'ahead' : 'behind';
    return `This computer’s clock is off by ${length}: it is ${which}. ${setTheClock}`;
  },
};
