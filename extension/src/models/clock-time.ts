/** "14:05", in the reader's own clock. @param at ms since 1970 */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
