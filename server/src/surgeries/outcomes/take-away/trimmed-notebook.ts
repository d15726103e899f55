/** The notebook as any Jupyter opens it: results in the shape that the format knows, and none so large that it can't be carried. */
import type { Cell, Notebook, Output } from "@data-surgery/jupyter";

export interface TrimmedNotebook {
  readonly notebook: Notebook;
  /** Results that were too large. */
  readonly leftOut: number;
}

const mib = 1024 * 1024;
export const mostInResult: number = 4 * mib;
export const mostInResults: number = 16 * mib;

export function trimmedNotebook(notebook: Notebook): TrimmedNotebook {
  let room = mostInResults;
  let leftOut = 0;
  const fit = (output: Output): Output => {
    const size = JSON.stringify(output).length;
    if (size <= Math.min(mostInResult, room)) {
      room -= size;
      return output;
    }
    leftOut++;
    const text = `This result was too large to take along (${Math.ceil(size / mib)} MB). Run the cell again to see it.\n`;
    return { output_type: "stream", name: "stdout", text };
  };
  const cells = notebook.cells.map((cell): Cell => {
    if (cell.cell_type !== "code") return cell;
    return { ...cell, outputs: cell.outputs.flatMap((output) => wellFormed(output) ?? []).map(fit) };
  });
  return { notebook: { ...notebook, cells }, leftOut };
}

/** As the format has it, or nothing: results come from whatever ran. */
function wellFormed(output: Output): Output | undefined {
  const { output_type: type } = output;
  if (type === "stream") {
    const { name, text } = output;
    return isText(text) ? { output_type: type, name: name === "stderr" ? name : "stdout", text } : undefined;
  }
  if (type === "error") {
    const { ename, evalue, traceback } = output;
    const lines = Array.isArray(traceback) ? traceback.filter((line) => typeof line === "string") : [];
    return { output_type: type, ename: wordsOf(ename), evalue: wordsOf(evalue), traceback: lines };
  }
  const data = bundleOf(output["data"]);
  const metadata = isObject(output["metadata"]) ? output["metadata"] : {};
  if (type === "display_data") return { output_type: type, data, metadata };
  const count = output["execution_count"];
  return { output_type: type, execution_count: Number.isInteger(count) ? count : null, data, metadata };
}

function bundleOf(data: unknown): Record<string, unknown> {
  if (!isObject(data)) return {};
  return Object.fromEntries(
    Object.entries(data).filter(([mime, value]) => isText(value) || /^application\/(.*\+)?json$/.test(mime)),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const wordsOf = (value: unknown): string => (typeof value === "string" ? value : "");

const isText = (value: unknown): boolean =>
  typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));
