/** Text that people typed, for Markdown: its marks and tags become text, its lines one. */
export function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`).replace(/\s*\n\s*/g, " ");
}
