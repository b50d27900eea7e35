import { win32 } from 'node:path';
import type { DebuggerKind } from '../../records/crash-report.ts';
import type { DebuggerCommand } from '../debugger.ts';
import { cdbWatchCommand } from './cdb-watch.ts';
import { gdbWatchCommand } from './gdb-watch.ts';
import type { WatchRequest } from './watch-request.ts';

/** What the debuggers need beside what is watched. */
export interface WatchBackEnd {
  readonly kind: DebuggerKind;
  /** The debugger's own absolute path. */
  readonly program: string;
  /** The text of templates/debuggers/watch-registers.py. */
  readonly python: string;
  /** The module of functions that name none, for cdb; null for the program's own. */
  readonly module: string | null;
}

/** A debugger, made ready to watch one trial. Throws UserError as cdbWatchCommand does. */
export function watchCommand(back: WatchBackEnd, request: WatchRequest): DebuggerCommand {
  if (back.kind === 'gdb') return gdbWatchCommand(back.program, back.python, request);
  const module = back.module ?? moduleOf(request.argv[0] ?? '');
  return cdbWatchCommand(back.program, request, { module, symbols: [] });
}

/** A module is named after its file, without its ending; what is no letter or digit becomes `_`. */
function moduleOf(path: string): string {
  const file = win32.basename(path).replace(/\.\w+$/, '');
  return file.replaceAll(/\W/g, '_');
}
