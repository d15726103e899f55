import { sourceOf } from "../../table/source-of.js";
import { tableOf } from "../../table/table.js";
import { personalFaults } from "./personal-checks.js";

/** What the check for personal data finds in loose texts: "e-mail addresses, mobile numbers"; empty where it finds nothing. */
export function namedPeople(texts: readonly string[]): readonly string[] {
  const said = texts.map((text) => text.trim()).filter((text) => text !== "");
  if (said.length === 0) return [];
  // One word more, so that a list of numbers alone is read as texts too.
  const rows = [...new Set(said), "words"].map((text) => ({ text }));
  return personalFaults(sourceOf(tableOf(rows)))
    .filter(({ code }) => code === "personal-data")
    .map(({ what }) => /can be named: (.*), in /.exec(what)?.[1] ?? "people");
}
