/**
 * The colours of charts: the roles of the house's tokens, told apart also by people who see few colours. Colour never stands alone;
 * lines differ in dash and in the shape at their points too.
 */
export const ink: string = "#1b2a33";
export const quiet: string = "#53626b";
export const paper: string = "#fbfaf7";
export const rule: string = "#d8dcd9";
export const teal: string = "#0f766e";
export const amber: string = "#b45309";

/** How one of several lines or groups of points looks; `symbol` is what plotly calls the shape, `plotlyDash` the dash. */
export interface Look {
  readonly colour: string;
  readonly dash: string;
  readonly plotlyDash: string;
  readonly shape: "circle" | "square" | "triangle" | "diamond";
  readonly symbol: string;
}

const list: readonly Look[] = [
  { colour: teal, dash: "", plotlyDash: "solid", shape: "circle", symbol: "circle" },
  { colour: amber, dash: "7 4", plotlyDash: "7px,4px", shape: "square", symbol: "square" },
  { colour: "#1d4ed8", dash: "2 4", plotlyDash: "2px,4px", shape: "triangle", symbol: "triangle-up" },
  { colour: ink, dash: "10 3 2 3", plotlyDash: "10px,3px,2px,3px", shape: "diamond", symbol: "diamond" },
  { colour: "#86198f", dash: "4 2", plotlyDash: "4px,2px", shape: "circle", symbol: "circle" },
  { colour: "#4d7c0f", dash: "12 5", plotlyDash: "12px,5px", shape: "square", symbol: "square" },
];

/** So many can be told apart on one chart. */
export const mostLooks: number = list.length;

export function lookOf(index: number): Look {
  return list[index % list.length] as Look;
}

/** From few to many: light to dark, so that a map also reads in grey. */
const steps = ["#d9eeea", "#b4ddd6", "#85c6bb", "#4fa89c", "#23877c", "#0f665e", "#0a403b"] as const;

/** @param many 1 to 7 */
export function stepColours(many: number): readonly string[] {
  if (many === 1) return [steps[3]];
  return Array.from({ length: many }, (_, at) => steps[Math.round((at * (steps.length - 1)) / (many - 1))] ?? ink);
}
