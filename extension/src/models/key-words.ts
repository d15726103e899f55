/** Where the keyboard's focus is, as far as keys do something of their own there. */
export type KeyPlace = "editor" | "cell" | "elsewhere";

/** What the keys do at a place of the page; empty where they do what they do everywhere. */
export const keyWords: Readonly<Record<KeyPlace, string>> = {
  editor: "To leave this cell press Escape, then Tab.",
  cell: "Up and down arrows: other cells. Enter: write in this one.",
  elsewhere: "",
};
