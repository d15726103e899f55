/** The one place where a page says that something went wrong which nobody reading it could mend: a browser has no other log. */
export function report(error: unknown): void {
  // oxlint-disable-next-line no-console
  console.error(error);
}
