import type { DebuggerKind } from '../records/crash-report.ts';
import { createCdb } from './cdb/cdb.ts';
import type { Debugger } from './debugger.ts';
import { createGdb } from './gdb/gdb.ts';
import { procdump } from './procdump/procdump.ts';

interface DebuggerMaker {
  /** Its script in templates/debuggers; null for one that takes none. */
  readonly template: string | null;
  /** From the text of the script, which is empty for one that takes none. */
  readonly create: (template: string) => Debugger;
}

/** The debuggers that winrepro can drive. */
export const debuggers: Readonly<Record<DebuggerKind, DebuggerMaker>> = {
  gdb: { template: 'gdb.txt', create: createGdb },
  cdb: { template: 'cdb.txt', create: createCdb },
  procdump: { template: null, create: () => procdump },
};
