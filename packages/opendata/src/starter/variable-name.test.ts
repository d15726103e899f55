import { expect, test } from "vitest";
import { profile } from "../profile/profile.js";
import { readSource } from "../read/read-source.js";
import { starterNotebook } from "./starter-notebook.js";
import { variableName } from "./variable-name.js";

const rows = Array.from(
  { length: 40 },
  (_, at) => `Group ${at},${["Ash", "Elm"][at % 2]},2024-0${1 + (at % 9)}-11,£${at}`,
);
const files = { "all.csv": `who,ward,date,amount\n${rows.join("\n")}\n`, "one.csv": "name\nA\nB\n" };

test.each(Object.entries(files))(
  "%s: the table is never called what the notebook calls something else",
  async (name, text) => {
    const source = await readSource({ name, bytes: new TextEncoder().encode(text) });
    const { cells } = starterNotebook(source, profile(source), [], { path: name });
    const code = cells.flatMap(({ cell_type: type, source: lines }) => (type === "code" ? [lines] : [])).join("\n");
    const own = [...code.matchAll(/^let (\w+)/gm)].map((match) => match[1] ?? "").slice(1);
    const imported = [...code.matchAll(/import \{ ([^}]+) \}/g)].flatMap((match) => (match[1] ?? "").split(", "));
    expect(own.length).toBeGreaterThan(0);
    for (const taken of [...own, ...imported]) expect(variableName(taken)).not.toBe(taken);
  },
);

test("a name comes from what people call it", () => {
  expect(variableName("Trafford grants 2024.csv")).toBe("traffordGrants");
  expect(variableName("2024.csv")).toBe("data");
});
