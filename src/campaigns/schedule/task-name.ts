/** The name of a schedule in Windows' Task Scheduler, in a folder of our own. */
export function taskName(name: string): string {
  return `\\winrepro\\${name}`;
}
