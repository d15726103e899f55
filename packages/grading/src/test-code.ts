/** The author's test code: which lines are hidden, what a pass says, and the form in which it is run. */
import { markerOf, replaceRegions } from "./marked-region.js";

/** The name under which running test code says that a hidden part begins or ends. */
export const hiddenSwitch = "$hidden";

/** The sentence after `// PASS:` on the first line that is not empty; undefined where there is none. */
export function passLine(source: string): string | undefined {
  const first = source.split("\n").find((line) => line.trim() !== "");
  const sentence = /^\s*\/\/\s*PASS:\s*(.+?)\s*$/.exec(first ?? "")?.[1];
  return sentence === "" ? undefined : sentence;
}

/** What learners may read: the test code without its hidden part and without blank lines at the end. */
export function visibleTests(source: string): string {
  return replaceRegions(source, "HIDDEN TESTS", () => undefined).trimEnd();
}

/** Same code, same line numbers, with the markers turned into calls that tell which tests are hidden. */
export function runnableTests(source: string): string {
  return source
    .split("\n")
    .map((line) => {
      const kind = markerOf(line, "HIDDEN TESTS");
      return kind === undefined ? line : `;${hiddenSwitch}(${kind === "begin"});`;
    })
    .join("\n");
}
