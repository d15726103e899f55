/** What the keys do at a place of the page; empty where they do what they do everywhere. No DOM. */
export function keyWords(place: "editor" | "cell" | "elsewhere"): string {
  switch (place) {
    case "editor":
      return "To leave this cell press Escape, then Tab.";
    case "cell":
      return "Up and down arrows: other cells. Enter: write in this one.";
    case "elsewhere":
      return "";
  }
}
