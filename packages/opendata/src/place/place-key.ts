/** By what a place is known again: capitals, spaces, marks and "&" do not count. */
export function placeKey(words: string): string {
  return words
    .toLowerCase()
    .replaceAll("&", "and")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
}
