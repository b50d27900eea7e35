import type { Timeline, TimelinePicture } from '../records/timeline.ts';
import { html } from './html/html.ts';
import { page } from './html/page.ts';
import { timelineSection } from './html/timeline-section.ts';
import { findingText, timelineName } from './timeline-words.ts';

/** A timeline as a page of its own, in one file without a script. */
export function timelinePage(timeline: Timeline, picture: TimelinePicture): string {
  const name = timelineName(timeline);
  const { source, winrepro } = timeline;
  return page(
    `${name}: timeline`,
    html`<header>
        <h1>${name}</h1>
        <p class="headline">${findingText(timeline)}</p>
      </header>
      <main>${timelineSection(timeline, picture)}</main>
      <footer>
        winrepro ${winrepro}, ${'file' in source ? source.file : `run ${source.run}`}.
      </footer>`,
  );
}
