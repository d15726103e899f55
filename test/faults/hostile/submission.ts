/** One dishonest answer. None computes what the exercise asks for, so a pass would be unearned. */
export interface Submission {
  /** What it tries, as it is told when it succeeds. */
  readonly tries: string;
  /** The exercise's cell. */
  readonly source: string;
  /** `total`: the sum of data/numbers.csv in `let total`. `rate`: a function of two numbers. Default `total`. */
  readonly exercise?: "total" | "rate";
  /** Waits for ever, so it costs its whole time limit. */
  readonly endless?: true;
  /** Reaches for this computer itself. Only a level that closes learner code off promises anything against it. */
  readonly outward?: true;
}
