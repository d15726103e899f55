/** Lines and columns from 0, as the cells' editor counts. */
export interface TextRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** The first `____` of a text. */
export function gapIn(text: string): TextRange | undefined {
  const found = /_{4,}/.exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).split("\n");
  const [line, column] = [before.length - 1, before.at(-1)?.length ?? 0];
  return { start: { line, column }, end: { line, column: column + found[0].length } };
}
