import { describe, expect, test } from "vitest";
import { compileCell } from "../core/compile/compile-cell.js";
import { asFunction, declareHook } from "../core/compile/as-function.js";

// oxlint-disable-next-line eslint/no-eval -- as the worker of the cells does it
const evaluate: (code: string) => unknown = globalThis.eval;
const shown: unknown[] = [];
const names: string[] = [];
Object.assign(globalThis, {
  [declareHook]: (...declared: string[]) => {
    names.push(...declared);
    for (const name of declared) if (!(name in globalThis)) Object.assign(globalThis, { [name]: undefined });
  },
  __result: (value: unknown) => shown.push(value),
});

async function run(source: string): Promise<unknown> {
  const compiled = compileCell(source, { name: "cell.ts", resultHook: "__result" });
  if (compiled.type === "broken") throw new Error(compiled.message);
  for (const part of compiled.parts) await (evaluate(asFunction(part).code) as () => Promise<void>)();
  return shown.at(-1);
}

describe("a cell as a function", () => {
  test("declarations of all kinds are assignments to the global object, told before they are made", async () => {
    names.length = 0;
    expect(
      await run(
        "let a1 = 1, b1: number, { c1, ...d1 } = { c1: 2, e: 3 }, [f1 = 4] = []; class G1 {}; function h1() { return c1 }\nenum I1 { A }\nh1() + f1 + d1.e",
      ),
    ).toBe(9);
    expect(new Set(names)).toEqual(new Set(["a1", "b1", "c1", "d1", "f1", "G1", "h1", "I1"]));
    expect(await run("[typeof a1, typeof b1, G1.name, I1.A].join()")).toBe("number,undefined,G1,0");
  });

  test("a declaration without a value takes the earlier one's place", async () => {
    await run("let again = 5");
    expect(await run("let again; typeof again")).toBe("undefined");
  });

  test("a place in the code leads to its place in the script, also behind what was put in", () => {
    const script = '"use strict"; let { a } = b; let c, d = e;\nclass F { x = y }\nz();\n';
    const { code, position } = asFunction(script);
    const lines = code.split("\n");
    for (const letter of ["b", "e", "y", "z"]) {
      const find = (text: readonly string[]): { line: number; column: number } => {
        const line = text.findIndex((one) => new RegExp(`\\b${letter}\\b`).test(one));
        return { line: line + 1, column: (text[line] ?? "").search(new RegExp(`\\b${letter}\\b`)) + 1 };
      };
      const { line, column } = find(lines);
      expect({ letter, ...position(line, column) }).toEqual({ letter, ...find(script.split("\n")) });
    }
  });
});
