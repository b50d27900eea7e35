import type { TimelinePicture } from '../../records/timeline.ts';
import type { Plot } from '../html/axis.ts';

/** Pixels for each unit of the drawing, in the rasters and in the PNG. */
export const DENSITY = 2;
export const WIDTH = 1200;
/** Events before and after the failure in the inset. */
export const INSET_REACH = 12;

/** Below the title, with a legend of one line. */
const TOP = 126;
export const LEGEND_LINE = 21;
const MOST_HEIGHT = 550;
const TALLEST_ROW = 28;
const PROFILE_HEIGHT = 130;

export interface PictureLayout {
  readonly height: number;
  readonly main: Plot;
  readonly inset: Plot;
  /** Where the shares are drawn; null when there are none. */
  readonly profile: Plot | null;
  /** In pixels of the rasters, DENSITY to a unit. */
  readonly rowHeight: number;
  readonly rowGap: number;
  readonly caption: number;
}

/** Where everything stands, in units; a row is a whole number of pixels high. */
export function pictureLayout(
  { rows }: TimelinePicture,
  withProfile: boolean,
  { legendLines, captionLines }: Readonly<Record<'legendLines' | 'captionLines', number>>,
): PictureLayout {
  const rowHeight = Math.min(
    TALLEST_ROW * DENSITY,
    Math.max(1, Math.floor((MOST_HEIGHT * DENSITY) / Math.max(1, rows.length))),
  );
  const tall = (rows.length * rowHeight) / DENSITY;
  const top = TOP + (legendLines - 1) * LEGEND_LINE;
  const bottom = top + tall;
  const profileTop = bottom + 96;
  const profileBottom = profileTop + PROFILE_HEIGHT;
  const caption = (withProfile ? profileBottom : bottom) + 74;
  const height = caption + (captionLines - 1) * 19 + 20;
  const plot = (left: number, right: number, top: number, end: number): Plot => ({
    width: WIDTH,
    height,
    left,
    right,
    top,
    bottom: end,
  });
  return {
    height,
    main: plot(76, 826, top, bottom),
    inset: plot(900, 1175, top, bottom),
    profile: withProfile ? plot(76, 1175, profileTop, profileBottom) : null,
    rowHeight,
    rowGap: rowHeight >= 16 ? 4 : rowHeight >= 6 ? 1 : 0,
    caption,
  };
}
