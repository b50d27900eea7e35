import { bisectionResultOf } from '../campaigns/bisect/result.ts';
import { debugResultOf } from '../campaigns/debug/result.ts';
import type { ExportReports } from '../campaigns/export/export-campaign.ts';
import { matrixResultOf } from '../campaigns/matrix/result.ts';
import { resultOf } from '../campaigns/result-of.ts';
import { stressResultOf } from '../campaigns/stress/result.ts';
import { readBisection } from '../records/bisection-folder.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { readDebug, withProvenance } from '../records/debug-folder.ts';
import type { ExportKind } from '../records/export-manifest.ts';
import { readMatrix } from '../records/matrix-folder.ts';
import { readRun, runFolder } from '../records/run-folder.ts';
import { readStress, stressFolder } from '../records/stress-folder.ts';
import { bisectionMarkdown } from '../reporters/bisection-markdown.ts';
import { debugMarkdown } from '../reporters/debug-markdown.ts';
import { matrixMarkdown } from '../reporters/matrix-markdown.ts';
import { renderRun } from './report-session.ts';
import { nightReport, renderStress } from './stress-report.ts';
import { packageVersion } from './version.ts';

/** The reports that go into an archive. Throws EnvironmentError for a damaged campaign. */
export async function exportReports(
  kind: ExportKind,
  found: CampaignFolder,
  workspace: string,
  html: boolean,
): Promise<ExportReports> {
  const formats = html ? (['markdown', 'html'] as const) : (['markdown'] as const);
  const version = packageVersion();
  switch (kind) {
    case 'run': {
      const folder = runFolder(workspace, found.id);
      const record = await readRun(folder);
      const result = await resultOf(record, folder, version);
      const render = (format: 'markdown' | 'html') =>
        renderRun({ record, folder, result, colors: false }, format);
      return { result, texts: await textsOf(formats, render) };
    }
    case 'stress': {
      const folder = stressFolder(workspace, found.id);
      const result = await stressResultOf(await readStress(folder), folder, version);
      const { nights } = await nightReport(workspace, result.stress);
      const parts = { result, nights, folder: folder.path, colors: false };
      const render = (format: 'markdown' | 'html') => Promise.resolve(renderStress(parts, format));
      return { result, texts: await textsOf(formats, render) };
    }
    case 'matrix': {
      const result = matrixResultOf(await readMatrix(found), found, version);
      return { result, texts: new Map([['report.md', matrixMarkdown(result)]]) };
    }
    case 'debug': {
      const folder = withProvenance(found);
      const result = await debugResultOf(await readDebug(found), folder, workspace, version);
      return { result, texts: new Map([['report.md', debugMarkdown(result)]]) };
    }
    case 'bisection': {
      const result = bisectionResultOf(await readBisection(found), found, version);
      return { result, texts: new Map([['report.md', bisectionMarkdown(result)]]) };
    }
  }
}

async function textsOf(
  formats: readonly ('markdown' | 'html')[],
  render: (format: 'markdown' | 'html') => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const format of formats) {
    texts.set(format === 'html' ? 'report.html' : 'report.md', await render(format));
  }
  return texts;
}
