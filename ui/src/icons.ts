// Every shape of the window, drawn on 24 by 24. Each reads without its colour.

export type IconName =
  | 'tick'
  | 'clock'
  | 'broken_link'
  | 'cloud'
  | 'ring'
  | 'check'
  | 'list'
  | 'timeline'
  | 'gear'
  | 'search'
  | 'plus'
  | 'more'
  | 'close'
  | 'out'
  | 'lock'
  | 'warning'
  | 'copy'
  | 'arrow'
  | 'chevron'
  | 'flask';

export interface Shape {
  d: string;
  /** A filled shape; lines otherwise. */
  fill?: boolean;
  /** Drawn in the colour of the ground, upon a filled shape. */
  cut?: boolean;
  dash?: string;
  /** A track that another shape runs on. */
  soft?: boolean;
}

const circle = (r: number) => `M12 ${12 - r}a${r} ${r} 0 1 1 0 ${2 * r}a${r} ${r} 0 1 1 0-${2 * r}z`;

export const icons: Record<IconName, Shape[]> = {
  tick: [
    { d: circle(10), fill: true },
    { d: 'M7.6 12.4l3 3 5.8-6.2', cut: true },
  ],
  clock: [{ d: circle(9) }, { d: 'M12 7v5.2l3.2 2' }],
  broken_link: [
    { d: 'M12.3 7.1l1.9-1.9a4.6 4.6 0 0 1 6.5 6.5l-1.9 1.9' },
    { d: 'M11.7 16.9l-1.9 1.9a4.6 4.6 0 0 1-6.5-6.5l1.9-1.9' },
    { d: 'M8.4 2.8v2.7M2.8 8.4h2.7M15.6 21.2v-2.7M21.2 15.6h-2.7' },
  ],
  cloud: [
    {
      d: 'M7.2 18.5a4.4 4.4 0 0 1-.5-8.8 5.6 5.6 0 0 1 10.9 1 3.9 3.9 0 0 1-.5 7.8z',
      dash: '2.5 3.7',
    },
  ],
  ring: [{ d: circle(9), soft: true }, { d: 'M12 3a9 9 0 0 1 9 9' }],
  check: [{ d: 'M5.5 12.6l4.2 4.2 8.8-9.4' }],
  list: [{ d: 'M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5zM3.5 9.5h17M9.5 9.5v10' }],
  timeline: [{ d: 'M3 12h18M7 8.5v7M12 8.5v7M17 8.5v7' }],
  gear: [
    { d: circle(3.2) },
    { d: 'M12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M18.5 5.5l-2.1 2.1M7.6 16.4l-2.1 2.1' },
  ],
  search: [{ d: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.3 15.3L20 20' }],
  plus: [{ d: 'M12 5v14M5 12h14' }],
  more: [
    { d: 'M5.5 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM12 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM18.5 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z', fill: true },
  ],
  close: [{ d: 'M6.5 6.5l11 11M17.5 6.5l-11 11' }],
  out: [{ d: 'M8 16l8.5-8.5M9.5 7.5h7v7' }],
  lock: [{ d: 'M6.5 11h11v8.5h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3' }],
  warning: [{ d: 'M12 4.2l8.8 15.3H3.2zM12 10v4.2M12 16.9v.2' }],
  copy: [{ d: 'M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9' }],
  arrow: [{ d: 'M5 12h14M13 6l6 6-6 6' }],
  chevron: [{ d: 'M6 9.5l6 6 6-6' }],
  flask: [{ d: 'M9.5 3.5h5M10.5 3.5v6L5 18.6a1.3 1.3 0 0 0 1.2 1.9h11.6a1.3 1.3 0 0 0 1.2-1.9L13.5 9.5v-6M7.8 14.5h8.4' }],
};
