/** How people call a cell: by the title of its exercise, else by its number among the cells that everybody sees. Pure. */
export interface LabelledCell {
  readonly id: string;
  /** `metadata.data_surgery`, as it stands in the notebook: anybody's input. */
  readonly surgery: unknown;
}

const longest = 60;

/** "cell 4", or "“Count the countries”" for an exercise; "a cell that was removed" when it is not there. */
export function cellLabel(cells: readonly LabelledCell[], id: string): string {
  let number = 0;
  for (const cell of cells) {
    const { role, exercise, title } = fields(cell.surgery);
    // Test cells are not shown to learners, so they have no number.
    if (role !== "test") number++;
    if (cell.id !== id) continue;
    const isTitled = typeof exercise === "string" && typeof title === "string" && title.trim() !== "";
    return isTitled ? `“${title.trim().slice(0, longest)}”` : `cell ${number}`;
  }
  return "a cell that was removed";
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
