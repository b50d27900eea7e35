/**
 * What the end of a process means for a trial. `crash`: the process died of its own fault, the
 * thing hunted. `startup-failure`: it, or a DLL of it, could not be loaded. `user-abort`: a
 * person's Ctrl-C or closed terminal. `killed`: ended from outside, or by a limit of the system.
 * `exited`: it ended by its own exit code, whatever that is.
 */
export type StatusKind = 'exited' | 'crash' | 'user-abort' | 'startup-failure' | 'killed';
