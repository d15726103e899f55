import { codeOf } from "../mend/code-of.js";
import { fixCode } from "../mend/fix-words.js";
import type { Fix } from "../mend/fix.js";
import type { ReadOptions } from "../read/read-options.js";

/** How a notebook comes to a file. */
export interface ReadWay {
  /** The file's path as the notebook's code says it, for instance `spending.csv`. */
  readonly path: string;
  /** What a person chose otherwise than the reader. */
  readonly options?: ReadOptions;
}

/** Reading and mending as code for one cell: it does again what was done by hand. */
export function readCode(way: ReadWay, steps: readonly Fix[], variable: string): string {
  const options = codeOf(way.options ?? {});
  const given = options === "{}" ? "" : `, ${options}`;
  const names = steps.length === 0 ? "read" : "mend, read";
  return [
    `import { ${names} } from "@data-surgery/opendata";`,
    "",
    `let ${variable} = await read(${JSON.stringify(way.path)}${given});`,
    ...(steps.length === 0 ? [] : ["", fixCode(steps, variable)]),
  ].join("\n");
}
