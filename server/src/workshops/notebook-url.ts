/** Where a helper opens a notebook, at a cell if one is known. Every part of the path is encoded by itself, so that a name with a slash or a question mark stays one. */
export function notebookUrl(path: string, cellId?: string): string {
  const cell = cellId === undefined ? "" : `#cell-id=${encodeURIComponent(cellId)}`;
  return `/lab/tree/${path.split("/").map(encodeURIComponent).join("/")}${cell}`;
}
