/** Whether what somebody said once still holds: for telling their story, for asking them later. In doubt it doesn't. */

export interface SaidConsent {
  /** "" when it was said of no one date. */
  readonly dateId: string;
  readonly given: boolean;
}

/**
 * @param said all that one person said about one purpose, oldest first
 *
 * The newest word about this date, or about all of them, must be yes. A later no about anything takes all back: whoever has
 * changed their mind should not have to find each date.
 */
export function consentHolds(said: readonly SaidConsent[], dateId: string): boolean {
  const aboutThis = said.findLast((one) => one.dateId === dateId || one.dateId === "");
  return aboutThis?.given === true && said.at(-1)?.given === true;
}
