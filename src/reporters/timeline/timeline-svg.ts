import type { Timeline, TimelinePicture } from '../../records/timeline.ts';
import { html, type Html } from '../html/html.ts';
import { shortened } from '../html/axis-text.ts';
import { count } from '../number-text.ts';
import { captionLines, timelineName } from '../timeline-words.ts';
import { kindColors, PAPER } from './kind-colors.ts';
import { connector, insetPanel, mainPanel } from './panel.ts';
import { pictureLayout, WIDTH } from './picture-layout.ts';
import { legendOf } from './legend.ts';
import { box, heading, words } from './picture-words.ts';
import { profilePanel } from './profile-panel.ts';

/** Letters that fit into the width. */
const LONGEST_TITLE = 92;
const LONGEST_LINE = 145;

/** The picture as a part of a page; null when nothing failed. */
export function timelineDrawing(timeline: Timeline, picture: TimelinePicture): Html | null {
  if (picture.rows.length === 0) return null;
  const kinds = kindColors(timeline.kinds);
  const { association, failures } = timeline;
  const captions = captionLines(timeline);
  const legend = legendOf(kinds, picture);
  const layout = pictureLayout(picture, association !== null, {
    legendLines: legend.lines,
    captionLines: captions.length,
  });
  const title = `${timelineName(timeline)}: the events around ${count(failures, 'failure')}`;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${layout.height}"
    role="img"
    aria-label="${title}. ${captions[0] ?? ''}"
    style="background:${PAPER}"
  >
    ${box(0, 0, WIDTH, layout.height, PAPER)}
    ${heading(24, 34, shortened(title, LONGEST_TITLE), 19)}
    ${words(24, 57, 'A row for each failure, the first at the top; all failures stand at 0, so that what comes before them lines up.')}
    ${legend.items} ${connector(picture.reach, layout)} ${mainPanel(picture, kinds, layout)}
    ${insetPanel(picture, kinds, layout)}
    ${association === null || layout.profile === null ? null : profilePanel(association, failures, kinds, layout.profile)}
    ${captions.map((line, index) => words(24, layout.caption + index * 19, shortened(line, LONGEST_LINE), index === 0 ? { color: '#1b222c' } : {}))}
  </svg>`;
}

/** The picture as a file of its own; null when nothing failed. */
export function timelineSvg(timeline: Timeline, picture: TimelinePicture): string | null {
  const drawing = timelineDrawing(timeline, picture);
  return drawing === null
    ? null
    : `<?xml version="1.0" encoding="UTF-8"?>\n${drawing.toString()}\n`;
}
