import type { EvidenceSource } from "./evidence-page.js";
import { isSaid } from "./publishing-checks.js";

/** What stands where nobody has said anything yet. */
export const unsaid = "Not said yet.";

/** "Wards of Ambleford, Ambleford Borough, CC0 1.0, 2025". */
export function sourceWords({ title, publisher, licence, date, url }: EvidenceSource): string {
  return [title, publisher, licence, date, url ?? ""]
    .filter(isSaid)
    .map((words) => words.trim().replace(/\.$/, ""))
    .join(", ");
}
