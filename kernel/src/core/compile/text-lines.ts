/** A place in a text as people and V8 count it: both from 1, columns in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Leads from offsets to lines and columns and back. */
export interface TextLines {
  positionAt(offset: number): TextPosition;
  /** A place outside the text is moved to the nearest one inside. */
  offsetAt(position: TextPosition): number;
  /** One line without its line break; empty where there is no such line. */
  line(line: number): string;
}

export function createTextLines(text: string): TextLines {
  const starts = [0];
  // The four line terminators of the language: V8 counts all of them, and \r\n as one.
  for (const found of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(found.index + found[0].length);
  const startOf = (line: number): number => starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0;
  return {
    positionAt: (offset) => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    offsetAt: ({ line, column }) => {
      if (line > starts.length) return text.length;
      const end = line < starts.length ? startOf(line + 1) : text.length;
      return Math.min(Math.max(startOf(line) + column - 1, startOf(line)), end);
    },
    line: (line) => {
      if (line < 1 || line > starts.length) return "";
      const end = line < starts.length ? startOf(line + 1) : text.length;
      return text.slice(startOf(line), end).replace(/[\r\n\u2028\u2029]+$/, "");
    },
  };
}
