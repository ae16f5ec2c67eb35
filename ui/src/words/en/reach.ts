import type { BetweenView } from '../../api/protocol';
import { times } from './times';

const setTheClock =
  'Warnings can come too early or too late, and networks may refuse to answer: let the system set date and time by itself.';

export const reach = {
  title: 'Connection to the networks',
  offline: 'This computer is offline. Nothing is lost; everything is checked again when it is back.',
  between: ({ hiccup, by }: BetweenView): string => {
    if (hiccup === 'unknown_issuer')
      return `Certificates of ${by === null ? 'an unknown issuer' : `“${by}”`} come in place of the networks’ own, and this computer does not trust them: nothing is sent. If that is your company’s proxy, install its certificate and start Greentick again.`;
    const proxy = by === null ? 'The proxy on the way' : `The proxy ${by}`;
    return hiccup === 'proxy_sign_in'
      ? `${proxy} asks for a name and a password, so nothing can be checked. Enter them in this computer’s proxy settings.`
      : `${proxy} lets nothing through, or does not answer, so nothing can be checked. Look at this computer’s proxy settings.`;
  },
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
