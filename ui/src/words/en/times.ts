import { timesIn } from '../time';

export const times = timesIn('en-GB', 'not told');
