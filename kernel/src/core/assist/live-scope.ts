/** Stand-in until the assist part is merged: the names and values that cells have made. */
export interface LiveScope {
  names(): readonly string[];
  /** Value of a member chain; undefined when it can't be read without running code. */
  evaluateSafely(expression: string): unknown;
}
