/**
 * The environment that a trial starts from: what winrepro was given, less what belongs to the way
 * winrepro was started. The size of the environment moves the stack and so may move the crash
 * (Mytkowicz et al., "Producing wrong data without doing anything obviously wrong", 2009); npm adds
 * some forty variables to it, and a trial must be the same with `npm start` and without.
 * PYTHONUNBUFFERED goes too: the recipe decides about it, never luck; and so do the addresses of a
 * fleet and of a webhook, which are secrets, and recipes may come from others.
 */
export function baseEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && !belongsToTheStart(name)) kept[name] = value;
  }
  return kept;
}

function belongsToTheStart(name: string): boolean {
  return (
    /^npm_/i.test(name) ||
    /^WINREPRO_(QUEUE|NOTIFY)$/i.test(name) ||
    ['INIT_CWD', 'NODE', 'PYTHONUNBUFFERED', 'NODE_CHANNEL_FD', '_'].includes(name)
  );
}
