const quote = 34;
const comma = 44;
const carriageReturn = 13;

/** The cells of one column: each different one once, and for each row which. */
export interface CodedCells {
  readonly codes: Uint32Array;
  readonly texts: readonly string[];
}

/**
 * CSV by the rules that `publishedCsv` writes by (RFC 4180, CRLF, quoted wherever it could matter), straight into columns: nothing about it is
 * guessed, so it is read several times sooner than somebody's file. The reader for files as they are is `read/split-records.ts`.
 */
export function readPublishedCsv(text: string): { names: string[]; columns: CodedCells[]; length: number } {
  let at = 0;
  let endsRow = false;
  const nextCell = (): string => {
    let cell: string;
    if (text.charCodeAt(at) === quote) {
      const from = at + 1;
      let doubled = false;
      at = text.indexOf('"', from);
      while (at >= 0 && text.charCodeAt(at + 1) === quote) {
        doubled = true;
        at = text.indexOf('"', at + 2);
      }
      if (at < 0) at = text.length;
      cell = text.slice(from, at);
      if (doubled) cell = cell.replaceAll('""', '"');
      at += 1;
    } else {
      const from = at;
      let sign = text.charCodeAt(at);
      while (sign !== comma && sign !== carriageReturn && at < text.length) sign = text.charCodeAt(++at);
      cell = text.slice(from, at);
    }
    endsRow = text.charCodeAt(at) !== comma;
    at += endsRow ? 2 : 1;
    return cell;
  };
  const rowEnded = (): boolean => endsRow;
  const names: string[] = [];
  do names.push(nextCell());
  while (!rowEnded());
  const places = names.map(() => new Map<string, number>());
  const codes: number[][] = names.map(() => []);
  let length = 0;
  while (at < text.length) {
    endsRow = false;
    for (let column = 0; column < names.length; column++) {
      const cell = endsRow ? "" : nextCell();
      const known = places[column] as Map<string, number>;
      let code = known.get(cell);
      if (code === undefined) known.set(cell, (code = known.size));
      (codes[column] as number[]).push(code);
    }
    while (!rowEnded()) nextCell();
    length += 1;
  }
  const columns = places.map((known, column) => ({
    codes: Uint32Array.from(codes[column] ?? []),
    texts: [...known.keys()],
  }));
  return { names, columns, length };
}
