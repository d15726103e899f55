/** What is really in the kernel's memory, to be looked at without changing it. The host gives it; nothing here evaluates code. */
export interface LiveScope {
  /** All names that a cell could use: its own globals and those declared by cells. */
  names(): readonly string[];
  /**
   * The value of a chain of plain names such as `countries` or `answer.parts[0]`; undefined where it has none, or where reading it would run code.
   */
  evaluateSafely(expression: string): unknown;
  /** Looking into a proxy runs somebody's code. Without this, nothing is taken for one. */
  readonly isProxy?: (value: object) => boolean;
}
