/** CSV text of headings and cells: UTF-8 once encoded, commas, CRLF (RFC 4180), quoted where a reader could be misled. */
export function csvText(columns: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [columns.map(quoted).join(",")];
  const alone = columns.length === 1;
  for (const cells of rows) {
    const line = cells.map(quoted).join(",");
    // A row of nothing must not look like a blank line.
    lines.push(alone && line === "" ? '""' : cells.every((cell) => cell === "") ? `""${line}` : line);
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** A spreadsheet program runs text that begins like a formula; an apostrophe in front makes it text again (OWASP, CSV injection). */
export function disarmed(cell: string): string {
  return /^[=@\t\r]|^[+-](?!\s*[\d.,]+%?\s*$)/.test(cell) ? `'${cell}` : cell;
}

/** In quotation marks where a reader could be misled. */
export function quoted(cell: string): string {
  return /[",\r\n;|\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
