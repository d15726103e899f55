/**
 * The parts of a chart that say what it encodes, without the picture: that alone can be larger than a frame. What they mean is read
 * by whoever tests them, outside this process.
 */
const { isArray } = Array;

const traceKeys = ["type", "mode", "orientation", "name", "x", "y", "labels", "values", "locations", "z"];
const layoutKeys = ["title", "xaxis", "yaxis", "annotations"];

/** Plotly's `{ data: [trace, …], layout }` or a chart of ours; anything else is undefined. */
export function chartParts(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const { title, data, layout } = value as Readonly<Record<string, unknown>>;
  if (!isArray(data)) return data === undefined ? undefined : { title, data };
  const traces: unknown[] = [];
  for (let index = 0; index < data.length; index++) traces[index] = pick(data[index], traceKeys);
  return { data: traces, layout: pick(layout, layoutKeys) };
}

function pick(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const picked: Record<string, unknown> = {};
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (part !== undefined) picked[key] = part;
  }
  return picked;
}
