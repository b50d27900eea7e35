import type { Timeline } from '../../records/timeline.ts';

/**
 * The colours of Okabe and Ito ("Color universal design", 2008), which people of all kinds of colour
 * vision tell apart; calls that went well are the ground that the others stand on.
 */
const COLORS: Readonly<Record<string, string>> = {
  'minor-collection': '#0072b2',
  'collect-step': '#e69f00',
  'full-collection': '#009e73',
  'null-seen': '#d55e00',
  crash: '#000000',
  fine: '#e2e6eb',
  turn: '#e2e6eb',
};

const OTHERS = ['#cc79a7', '#56b4e9', '#7a6200', '#5f6873'] as const;

export const PAPER = '#ffffff';

export interface KindColor {
  readonly name: string;
  readonly mark: string | null;
  readonly role: Timeline['kinds'][number]['role'];
  readonly count: number;
  readonly color: string;
  /** What letters on the colour are drawn in. */
  readonly ink: string;
}

/** A colour for each kind, in their order. */
export function kindColors(kinds: Timeline['kinds']): readonly KindColor[] {
  let others = 0;
  return kinds.map(({ name, mark, role, count }) => {
    const color = COLORS[name] ?? OTHERS[others++ % OTHERS.length] ?? PAPER;
    return { name, mark, role, count, color, ink: inkOn(color) };
  });
}

/** Black or white, whichever has the higher contrast (WCAG 2.2, relative luminance). */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? PAPER : '#000000';
}
