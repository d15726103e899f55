/** What the notebook itself says in words: its title, and what stands under "What we found". Plain text, whatever was written. */
import type { Notebook } from "@data-surgery/jupyter";

export interface FindingWords {
  readonly title: string;
  /** Paragraphs; empty when nobody has filled them in. */
  readonly found: readonly string[];
}

export function findingWords({ cells }: Notebook, otherwise: string): FindingWords {
  const texts = cells.filter(({ cell_type }) => cell_type === "markdown").map(({ source }) => source);
  const title = texts.map((text) => /^#\s+(.+)$/m.exec(text)?.[1]).find((one) => one !== undefined);
  const section = texts.find((text) => /^##?#?\s+what (we|i) found\b/im.test(text)) ?? "";
  const found = section
    .split(/\n\s*\n/)
    .map((paragraph) => plain(paragraph))
    .filter((words) => words !== "" && !isOpen(words))
    .slice(0, 20);
  return { title: plain(title ?? "") === "" ? otherwise : plain(title ?? ""), found };
}

/** A line of the first notebook that nobody has filled in. */
function isOpen(words: string): boolean {
  return (
    /:\s*(…|\.\.\.)$/.test(words) ||
    /^What it rests on: which .*, from when to when, how many\.$/.test(words) ||
    words.startsWith("What it can't tell: what is missing, what may have been counted differently")
  );
}

function plain(markdown: string): string {
  return markdown
    .replace(/^#{1,6}\s+.*$/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__|`/g, "")
    .replace(/^\s*[-*]\s+/gm, "• ")
    .replace(/\\([\\`*_[\]<>#|$~])/g, "$1")
    .trim();
}
