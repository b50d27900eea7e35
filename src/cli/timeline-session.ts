import { join, resolve as resolvePath } from 'node:path';
import { fileTimeline } from '../campaigns/timeline/file-timeline.ts';
import type { MadeTimeline } from '../campaigns/timeline/make-timeline.ts';
import { runTimeline } from '../campaigns/timeline/run-timeline.ts';
import { findRun, latestRun } from '../records/find-run.ts';
import { timelineMarkdown } from '../reporters/timeline-markdown.ts';
import { timelinePage } from '../reporters/timeline-page.ts';
import { timelineText } from '../reporters/timeline-text.ts';
import { timelineSvg } from '../reporters/timeline/timeline-svg.ts';
import { EnvironmentError } from '../system/errors.ts';
import { writeFileAtomically, writeJson } from '../system/files.ts';
import { svgToPng } from '../system/svg-to-png.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { jsonTarget } from './options.ts';
import { shownPath } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import {
  checkTogether,
  fileProtocol,
  timelineWishes,
  type TimelineArguments,
} from './timeline-options.ts';

/** Pixels across: two for each unit of the drawing, as its rasters are made. */
const PNG_WIDTH = 2400;

/** Prints what the events of a run say and writes the picture; returns the exit code. */
export async function timeline(given: TimelineArguments): Promise<ExitCode> {
  checkTogether(given);
  const wishes = timelineWishes(given);
  const json = jsonTarget(given.json);
  const { made, folder } = await madeOf(given, wishes);
  const beside = (name: string): string | undefined =>
    folder === null ? undefined : join(folder, name);
  const result = made.timeline;
  const screen = resultScreen();
  const document = json.to === 'file' ? json.file : beside('timeline.json');
  if (document !== undefined) await writeJson(resolvePath(document), result);
  if (json.to === 'stdout') screen.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (given.format === 'markdown') screen.write(timelineMarkdown(result));
  else screen.write(timelineText(result, screen.colors));
  if (given.html !== undefined) {
    await written(given.html, timelinePage(result, made.picture));
  }
  await draw(made, given, {
    svg: given.svg ?? beside('timeline.svg'),
    png: given.png ?? beside('timeline.png'),
  });
  return exitCode.done;
}

async function madeOf(
  given: TimelineArguments,
  wishes: ReturnType<typeof timelineWishes>,
): Promise<{ readonly made: MadeTimeline; readonly folder: string | null }> {
  if (given.file !== undefined) {
    const path = resolvePath(given.file);
    const protocol = await fileProtocol(given);
    const file = { path, name: shownPath(path), protocol, crashed: given.crashed };
    return { made: await fileTimeline(file, wishes), folder: null };
  }
  const workspace = resolvePath(given.workspace);
  const found =
    given.run === undefined
      ? (await latestRun(workspace)).folder
      : await findRun(workspace, given.run);
  return { made: await runTimeline(found, given.trial ?? null, wishes), folder: found.path };
}

/** Throws EnvironmentError when a PNG was asked for by name and none can be made here. */
async function draw(
  { timeline: result, picture }: MadeTimeline,
  given: TimelineArguments,
  { svg, png }: { readonly svg: string | undefined; readonly png: string | undefined },
): Promise<void> {
  if (svg === undefined && png === undefined) return;
  const drawing = timelineSvg(result, picture);
  if (drawing === null) {
    traceScreen(false).write('there is no failure to draw: no picture was written\n');
    return;
  }
  if (svg !== undefined) await written(svg, drawing);
  if (png === undefined) return;
  const pixels = await svgToPng(drawing, PNG_WIDTH);
  if (pixels !== null) {
    await written(png, pixels);
    return;
  }
  const sentence =
    'no PNG was made, for @resvg/resvg-js and dejavu-fonts-ttf are not installed here: install them with npm install, or take the SVG';
  if (given.png !== undefined) throw new EnvironmentError(sentence);
  traceScreen(false).write(`${sentence}\n`);
}

async function written(path: string, content: string | Buffer): Promise<void> {
  const file = resolvePath(path);
  await writeFileAtomically(file, content);
  traceScreen(false).write(`written to ${shownPath(file)}\n`);
}
