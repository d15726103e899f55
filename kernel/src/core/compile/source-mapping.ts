import { traceSegment, TraceMap } from "@jridgewell/trace-mapping";
import { createTextLines, type TextPosition } from "./text-lines.js";

/** From a place in translated text to the place in the text that it was translated from. */
export type Mapping = (position: TextPosition) => TextPosition;

/**
 * The mapping of a source map, made exact: maps know where words begin; inside a word that is the same on both sides the
 * distance from its beginning is kept. A place that no mapping covers belongs to the nearest one before it.
 */
export function createMapping(map: object, translated: string, original: string): Mapping {
  let trace: TraceMap | undefined;
  const from = createTextLines(translated);
  const to = createTextLines(original);
  return ({ line, column }) => {
    // Most cells never ask.
    trace ??= new TraceMap(JSON.stringify(map));
    for (let at = line; at > 0; at--) {
      const segment = traceSegment(trace, at - 1, at === line ? column - 1 : Number.MAX_SAFE_INTEGER);
      if (segment === null || segment.length === 1) continue;
      const [begin, , originalLine, originalColumn] = segment;
      const offset = to.offsetAt({ line: originalLine + 1, column: originalColumn + 1 });
      const start = from.offsetAt({ line: at, column: begin + 1 });
      const same = translated.slice(start, from.offsetAt({ line, column }));
      return to.positionAt(original.startsWith(same, offset) ? offset + same.length : offset);
    }
    return to.positionAt(0);
  };
}
