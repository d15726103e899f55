/** Finds the words of the glossary in a text. Pure. */
import type { GlossaryTerm } from "@data-surgery/contract";

export interface FoundTerm {
  readonly start: number;
  readonly end: number;
  readonly term: GlossaryTerm;
}

export interface TermFinder {
  /** The first use of each term that `seen` does not have yet, in order; adds them to it. */
  find(text: string, seen: Set<GlossaryTerm>): FoundTerm[];
}

export function createTermFinder(terms: readonly GlossaryTerm[]): TermFinder {
  const byForm = new Map(terms.flatMap((term) => [term.term, ...term.forms].map((form) => [key(form), term] as const)));
  if (byForm.size === 0) return { find: () => [] };
  // The longest first: "bar chart" is not a "chart".
  const forms = [...byForm.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((form) => form.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${forms.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
  return {
    find: (text, seen) =>
      [...text.replaceAll(/\s/g, " ").matchAll(pattern)].flatMap(({ 0: form, index }) => {
        const term = byForm.get(key(form));
        if (term === undefined || seen.has(term)) return [];
        seen.add(term);
        return [{ start: index, end: index + form.length, term }];
      }),
  };
}

const key = (form: string): string => form.toLowerCase();
