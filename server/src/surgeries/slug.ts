/** `Open Data for Lunch Clubs!` → `open-data-for-lunch-clubs`: short, readable in an address, only [a-z0-9-]. */
export function slugOf(text: string, fallback: string): string {
  const slug = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return slug === "" ? fallback : slug;
}
