/** Where a reporter draws. Reporters never touch the process. */
export interface Screen {
  /** A terminal that can redraw a line; else every line stays. */
  readonly live: boolean;
  readonly colors: boolean;
  /** Columns of the terminal. */
  columns(): number;
  write(text: string): void;
}
