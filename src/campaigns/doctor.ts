import { join } from 'node:path';
import type { Settings } from '../recipe/settings.ts';
import { EnvironmentError } from '../system/errors.ts';
import { freeBytes, makeDirectory, remove, writeFileAtomically } from '../system/files.ts';
import { installHint } from '../pipeline/install-hint.ts';
import { compilerFindings } from './doctor/compiler-findings.ts';
import { debuggerFinding } from './doctor/debugger-finding.ts';
import { environmentFindings } from './doctor/environment-findings.ts';
import type { Finding } from './doctor/finding.ts';
import { gitFindings } from './doctor/git-findings.ts';

export interface DoctorTools {
  readonly processor: string;
  readonly node: string;
  readonly workspace: string;
}

/** A build and its runs need about this much; a full disk in mid-run loses the trial in flight. */
const LEAST_FREE_BYTES = 200 * 1024 * 1024;

/** Looks for everything that a variant needs, and only that. */
export async function examine(settings: Settings, tools: DoctorTools): Promise<readonly Finding[]> {
  return [
    nodeFinding(settings, tools),
    ...processorFinding(settings, tools),
    ...(await compilerFindings(settings)),
    ...(await environmentFindings(settings)),
    ...(await gitFindings(settings)),
    await debuggerFinding(settings.platform),
    await workspaceFinding(tools.workspace),
    await diskFinding(tools.workspace),
  ];
}

function nodeFinding({ platform }: Settings, { node }: DoctorTools): Finding {
  const [major = 0, minor = 0] = node.replace(/^v/, '').split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node.js 20.19 or newer',
    ok,
    found: node,
    neededFor: 'winrepro itself',
    remedy: ok ? null : installHint('node', platform),
  };
}

function processorFinding(
  { requires, recipe }: Settings,
  { processor }: DoctorTools,
): readonly Finding[] {
  if (requires.processors === undefined) return [];
  const ok = requires.processors.includes(processor);
  return [
    {
      name: `processor ${requires.processors.join(' or ')}`,
      ok,
      found: processor,
      neededFor: `recipe ${recipe}`,
      remedy: ok ? null : 'run it on such a machine, or give a recipe of your own',
    },
  ];
}

async function workspaceFinding(workspace: string): Promise<Finding> {
  const name = 'writable workspace';
  const neededFor = 'builds, journals, results';
  try {
    const probe = join(workspace, `.probe-${process.pid}`);
    await makeDirectory(workspace);
    await writeFileAtomically(probe, 'probe');
    await remove(probe);
    return { name, ok: true, found: workspace, neededFor, remedy: null };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { name, ok: false, found: null, neededFor, remedy: error.message };
  }
}

async function diskFinding(workspace: string): Promise<Finding> {
  const free = await freeBytes(workspace);
  const ok = free >= LEAST_FREE_BYTES;
  return {
    name: 'free disk space, 200 MB',
    ok,
    found: `${Math.floor(free / 1024 / 1024)} MB`,
    neededFor: 'builds and logs',
    remedy: ok ? null : 'free some, or put the workspace on another disk with --workspace',
  };
}
