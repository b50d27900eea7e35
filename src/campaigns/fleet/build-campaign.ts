import { join } from 'node:path';
import type { Plan } from '../../pipeline/plan.ts';
import type { FleetCampaign, FleetProvenance, WorkerStance } from '../../records/fleet.ts';
import type { Provenance } from '../../records/provenance.ts';
import { resolveVariant } from '../../recipe/resolve.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import { createBuilder, productOf } from '../build-rows.ts';
import { examine } from '../doctor.ts';
import type { LoadedRecipe } from '../find-recipe.ts';
import { prepareRows } from '../prepare-rows.ts';
import { provenanceOf } from '../provenance.ts';
import { recordedRecipe } from '../recorded-recipe.ts';
import { unpackRecipe } from './ship-recipe.ts';
import type { WorkerOptions, WorkerTools } from './worker-tools.ts';

/** What a worker has of a campaign: its builds, or why it has none. */
export interface BuiltCampaign {
  readonly stance: WorkerStance;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly provenance: FleetProvenance;
}

/**
 * Builds all variants of a campaign on this machine. One that cannot build them all refuses the
 * campaign, with the doctor's report: a worker that runs a part of it would tilt the balance of its
 * variants.
 */
export async function buildCampaign(
  campaign: FleetCampaign,
  undo: UndoLog,
  { workspace }: WorkerOptions,
  tools: WorkerTools,
): Promise<BuiltCampaign> {
  if (campaign.platform !== tools.host.platform) {
    return refusal(`it is for ${campaign.platform}, and this is ${tools.host.platform}`);
  }
  let loaded: LoadedRecipe;
  try {
    loaded = await unpackRecipe(campaign.recipe, join(workspace, 'recipes'), tools.places);
  } catch (error) {
    if (error instanceof UserError || error instanceof EnvironmentError) {
      return refusal(error.message);
    }
    throw error;
  }
  try {
    return await build(campaign, loaded, undo, workspace, tools);
  } catch (error) {
    if (!(error instanceof EnvironmentError) && !(error instanceof UserError)) throw error;
    const report = await doctorsReport(campaign, loaded, workspace, tools);
    return refusal([error.message, ...report].join('; '));
  }
}

async function build(
  campaign: FleetCampaign,
  loaded: LoadedRecipe,
  undo: UndoLog,
  workspace: string,
  tools: WorkerTools,
): Promise<BuiltCampaign> {
  const { iterations, watch, variants } = campaign;
  const rows = variants.map((name) => ({ name, loaded }));
  const request = { iterations: iterations ?? undefined, watch: watch ?? undefined };
  const prepared = await prepareRows(rows, request, tools.host, workspace);
  const builds: Record<string, string | null> = {};
  const provenance: Record<string, Provenance> = {};
  const builder = createBuilder(
    {
      plans: prepared,
      journal: { append: () => undefined },
      keys: new Map(),
      undo,
      async onBuilt(variant, plan, steps) {
        const record = { recipe: recordedRecipe(loaded), variant, argv: tools.argv };
        provenance[variant] = await provenanceOf(record, plan, steps, tools);
        builds[variant] = productOf(steps);
      },
    },
    tools,
  );
  const plans = new Map<string, Plan>();
  for (const name of variants) plans.set(name, await builder.build(name));
  return { stance: { builds, refused: null }, plans, provenance };
}

/** What the doctor misses here, a sentence each. */
async function doctorsReport(
  { variants }: FleetCampaign,
  { recipe, directory }: LoadedRecipe,
  workspace: string,
  { host, node }: WorkerTools,
): Promise<readonly string[]> {
  try {
    const settings = resolveVariant(recipe, variants[0], {
      platform: host.platform,
      recipeDirectory: directory,
    });
    const findings = await examine(settings, { processor: host.processor, node, workspace });
    return findings
      .filter(({ ok }) => !ok)
      .map(({ name, neededFor, remedy }) => {
        const move = remedy === null ? '' : `: ${remedy}`;
        return `the doctor misses ${name} (for ${neededFor})${move}`;
      });
  } catch {
    // The first reason stands without it.
    return [];
  }
}

function refusal(reason: string): BuiltCampaign {
  return { stance: { builds: {}, refused: reason }, plans: new Map(), provenance: {} };
}
