import type { BetweenView } from '../../api/protocol';
import { say } from '../say';

export const reach = {
  title: say('reach-title'),
  offline: say('reach-offline'),
  between({ hiccup, by }: BetweenView): string {
    const kind = hiccup === 'unknown_issuer' || hiccup === 'proxy_sign_in' ? hiccup : 'proxy_refused';
    return by === null ? say(`reach-${kind}`) : say(`reach-${kind}-by`, { by });
  },
  begun: (who: string) => say('reach-begun', { who }),
  over: (who: string) => say('reach-over', { who }),
  silent: (who: string, locations: number) => say('reach-silent', { who, locations }),
  clockBegun: say('reach-clock-begun'),
  clock: (offMinutes: number | null) => {
    if (offMinutes === null) return say('reach-clock');
    return say(`reach-clock-${offMinutes > 0 ? 'ahead' : 'behind'}`, { off: Math.abs(offMinutes) * 60_000 });
  },
};
