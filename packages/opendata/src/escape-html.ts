const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text made safe for HTML and SVG, between tags and inside quoted attributes. Every word from a file or a learner
 * passes through here: a cell of a CSV file may hold a script. Control characters that XML refuses are dropped.
 */
export function escapeHtml(value: unknown): string {
  return (
    String(value)
      // oxlint-disable-next-line no-control-regex -- these are what must go
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
      .replace(/[&<>"']/g, (character) => entities[character] ?? character)
  );
}
