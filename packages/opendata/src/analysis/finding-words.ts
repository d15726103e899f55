/** What every verb of analysis may be told about its words. Without them a finding speaks in the names of the columns. */
export interface FindingWords {
  /** What the figures are, as a sentence names them: "referrals". */
  readonly of?: string;
  /** "£", "%", "hours": written with every figure. */
  readonly unit?: string;
  /** What stands above the chart; the finding in short if you don't say. */
  readonly title?: string;
  /** Who published the figures, the licence and the date; the table's own if you don't say. */
  readonly source?: string;
}
