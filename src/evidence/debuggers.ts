import type { DebuggerKind } from '../records/crash-report.ts';
import type { Debugger } from './debugger.ts';
import { createGdb } from './gdb/gdb.ts';

/** The debuggers that winrepro can drive, each made from the text of its script in templates/debuggers. */
export const debuggers: Readonly<
  Partial<
    Record<
      DebuggerKind,
      { readonly template: string; readonly create: (template: string) => Debugger }
    >
  >
> = {
  gdb: { template: 'gdb.txt', create: createGdb },
};
