/**
 * The import direction of the design, as zones for `import-x/no-restricted-paths`:
 * cli → campaigns → {search, statistics, pipeline, trial, evidence} → {recipe, records} → system.
 * `search` and `statistics` import nothing of ours but each other's types; `reporters` read records.
 */
/** @type {Readonly<Record<string, readonly string[]>>} */
const mayImport = {
  system: [],
  recipe: ['system'],
  records: ['system'],
  search: ['statistics'],
  statistics: ['search'],
  pipeline: ['recipe', 'records', 'system'],
  trial: ['recipe', 'records', 'system'],
  evidence: ['trial', 'recipe', 'records', 'system'],
  reporters: ['records', 'statistics', 'recipe'],
  campaigns: [
    'search',
    'statistics',
    'pipeline',
    'trial',
    'evidence',
    'recipe',
    'records',
    'system',
  ],
};

const folders = [...Object.keys(mayImport), 'cli'];

export const importZones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: folders
    .filter((other) => other !== folder && !allowed.includes(other))
    .map((other) => `./src/${other}`),
  message: `src/${folder} may import ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')} only (the import direction is in docs/development.md).`,
}));
