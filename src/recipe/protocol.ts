/**
 * What a reproducer prints, as regular expressions (JavaScript syntax, applied to one line at a
 * time, without its line end). The same words as NumPy's loop of 2021: an iteration mark `14 7`,
 * stages `11`, `14`, `16`, trace lines `4884 <ptr> 2631 <ptr> 4898`, event marks `M C F . X`.
 */
export interface Protocol {
  /** Group 1 is the number of the turn that begins, counted from 0. */
  readonly iteration: string;
  /** The first group that took part (else the whole match) names the stage that was reached. */
  readonly stage?: string | undefined;
  /** Groups that hold a pointer as `%p` prints it are read as pointers; the others are kept. */
  readonly trace?: string | undefined;
  /**
   * Event marks: one character each, with the name of what it stands for (`minor-collection`,
   * `collect-step`, `full-collection`, `fine`, `null-seen`, or a name of one's own). A run of marks
   * at the head of a line counts; what follows the run is read as a line of its own.
   */
  readonly events?: Readonly<Record<string, string>> | undefined;
  /** A line that only a complete loop prints. Status 0 without it is never a success. */
  readonly success?: string | undefined;
  /** A crash at an iteration before this one is not the one that is looked for. */
  readonly earliest?: number | undefined;
}
