import type { Protocol } from '../recipe/protocol.ts';

/** The marks of 2021, and the loop's own lines, for output that no recipe is known of. */
export const usualProtocol: Protocol = {
  iteration: '^14 (\\d+)$',
  events: {
    M: 'minor-collection',
    C: 'collect-step',
    F: 'full-collection',
    '.': 'fine',
    X: 'null-seen',
  },
  success: '^done$',
};
