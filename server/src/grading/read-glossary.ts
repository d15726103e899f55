/** The words that lessons explain, from `curricula/glossary.json`. */
import { Glossary } from "@data-surgery/contract";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const glossaryFile = "glossary.json";

/** Without the file there are no words. @throws Error naming what is wrong with it */
export async function readGlossary(curricula: string): Promise<Glossary> {
  let text: string;
  try {
    text = await readFile(join(curricula, glossaryFile), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { terms: [] };
    throw error;
  }
  const { terms } = Glossary.parse(JSON.parse(text));
  return { terms: terms.toSorted((a, b) => a.term.localeCompare(b.term, "en-GB")) };
}
