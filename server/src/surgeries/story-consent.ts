/** Whether a story may be told. In doubt it may not. */

export interface SaidConsent {
  /** "" when it was said of no one date. */
  readonly dateId: string;
  readonly given: boolean;
}

/**
 * @param said all that one person said about telling stories, oldest first
 *
 * The newest word about this date, or about all of them, must be yes. A later no about anything takes all back: whoever has
 * changed their mind about being told of should not have to find each story.
 */
export function mayTell(said: readonly SaidConsent[], dateId: string): boolean {
  const aboutThis = said.findLast((one) => one.dateId === dateId || one.dateId === "");
  return aboutThis?.given === true && said.at(-1)?.given === true;
}
