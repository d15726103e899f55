/** Cursor and name colours: white text on each has a contrast of 4.5 or more, neighbours differ in hue and lightness. */
export const personColors: readonly string[] = [
  "#0f766e",
  "#9d174d",
  "#1d4ed8",
  "#9a3412",
  "#6d28d9",
  "#3f6212",
  "#0e5a8a",
  "#a21caf",
  "#7c4a03",
  "#334155",
  "#b42318",
  "#166534",
];

/** The nth person of a workshop; colours come round again after twelve. */
export function personColor(index: number): string {
  return personColors[index % personColors.length] ?? "#0f766e";
}
