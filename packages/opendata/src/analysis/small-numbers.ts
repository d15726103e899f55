import { listed } from "../say.js";

interface Counted {
  readonly name: string;
  readonly count: number;
}

/** Below this the range is so wide that a rank says little. */
export const fewEvents = 20;
/** Below this single people might be known again. */
export const namingEvents = 5;

/** What must be said where few events stand behind a figure. */
export function smallNumbers(counted: readonly Counted[], of: string): string[] {
  const few = counted.filter(({ count }) => count < fewEvents);
  const naming = counted.filter(({ count }) => count > 0 && count < namingEvents);
  return [
    ...(few.length === 0
      ? []
      : [
          `Fewer than ${fewEvents} ${of} stand behind ${listed(few.map(({ name }) => name))}: too few to rank. One more or less would move the rate a lot.`,
        ]),
    ...(naming.length === 0
      ? []
      : [
          `${listed(naming.map(({ name }) => name))} ${naming.length === 1 ? "has" : "have"} fewer than ${namingEvents}. If these are people, somebody might know who they are: ask before you publish.`,
        ]),
  ];
}
