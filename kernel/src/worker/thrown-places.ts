/**
 * Where a thrown value came from, in cells as written. The compiler that knows is in another worker and can't be waited for
 * while an error is described, so all places in its stacks are asked for before.
 */
import { stackFrames } from "../core/errors/stack-frames.js";
import type { TextPosition } from "../core/compile/text-lines.js";
import type { CodePlace } from "./messages.js";

export interface ThrownPlaces {
  /** Resolves when `position` knows all places of this value, its causes and what it gathers. */
  learn(thrown: unknown): Promise<void>;
  position(url: string, line: number, column: number): TextPosition;
}

const mostValues = 20;
const mostKnown = 20_000;

export function createThrownPlaces(ask: (places: readonly CodePlace[]) => Promise<readonly CodePlace[]>): ThrownPlaces {
  const known = new Map<string, TextPosition>();
  const key = ({ url, line, column }: CodePlace): string => `${url}:${line}:${column}`;
  return {
    learn: async (thrown) => {
      const places = new Map<string, CodePlace>();
      for (const value of valuesBehind(thrown)) {
        for (const frame of stackFrames(value)) {
          if (!known.has(key(frame)))
            places.set(key(frame), { url: frame.url, line: frame.line, column: frame.column });
        }
      }
      if (places.size === 0) return;
      if (known.size > mostKnown) known.clear();
      const answers = await ask([...places.values()]);
      for (const [index, name] of [...places.keys()].entries()) {
        const answer = answers[index];
        if (answer !== undefined) known.set(name, answer);
      }
    },
    position: (url, line, column) => known.get(key({ url, line, column })) ?? { line, column },
  };
}

/** The value and what it says lies behind it. Reading may run a cell's getters: whatever they throw is left out. */
function valuesBehind(thrown: unknown): readonly object[] {
  const found: object[] = [];
  const waiting: unknown[] = [thrown];
  for (let value = waiting.shift(); found.length < mostValues; value = waiting.shift()) {
    if (typeof value === "object" && value !== null && !found.includes(value)) {
      found.push(value);
      try {
        const { cause, errors, error, suppressed } = value as Record<string, unknown>;
        waiting.push(cause, error, suppressed, ...(Array.isArray(errors) ? errors.slice(0, 5) : []));
      } catch {
        // Nothing more is known of it.
      }
    }
    if (waiting.length === 0) break;
  }
  return found;
}
