/** One line of a stack as V8 writes it. */
export interface StackFrame {
  /** Name of the function; absent at the top level of a script. */
  readonly name?: string;
  /** Address of the script. */
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** The frames of an error, innermost first. Frames of native functions, which have no place, are left out. */
export function stackFrames(error: { readonly stack?: unknown }): StackFrame[] {
  let stack: unknown;
  try {
    stack = error.stack;
  } catch {
    return [];
  }
  if (typeof stack !== "string") return [];
  const frames: StackFrame[] = [];
  for (const line of stack.split("\n")) {
    const found = /^\s+at (?:async )?(?:(?<name>.+?) \()?(?<url>[^()]+?):(?<line>\d+):(?<column>\d+)\)?$/.exec(
      line,
    )?.groups;
    if (found === undefined) continue;
    const { name, url = "", line: lineText, column } = found;
    frames.push({
      ...(name === undefined ? {} : { name: name.replace(/^async /, "") }),
      url,
      line: Number(lineText),
      column: Number(column),
    });
  }
  return frames;
}
