// A take-away of a notebook whose results are anything but well formed: node take-away.mjs <file.zip>
import { writeFileSync } from "node:fs";
import { parseNotebook } from "../../packages/jupyter/dist/index.js";
import { makeTakeAway } from "../../server/dist/surgeries/outcomes/take-away/take-away.js";

let made = 0;
const outputs = [
  { output_type: "stream" },
  { output_type: "stream", name: "elsewhere", text: ["a\n", "b"], more: true },
  { output_type: "error", ename: 1 },
  { output_type: "display_data", data: { "text/plain": 7, "application/vnd.x+json": { a: 1 }, "text/html": ["<b>"] } },
  { output_type: "execute_result", execution_count: "x", transient: {} },
];
const notebook = parseNotebook(
  {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "markdown", id: "a", metadata: {}, source: "# Loans" },
      { cell_type: "code", id: "b", metadata: {}, source: "1", execution_count: 1, outputs },
    ],
  },
  () => `id-${made++}`,
);
const notebooks = {
  documentOf: () => Promise.resolve("d"),
  pathOf: () => Promise.resolve(undefined),
  read: () => Promise.resolve(notebook),
  list: () => Promise.resolve([{ path: "people/x/loans – May.csv", type: "file", size: 4 }]),
  readFile: () => Promise.resolve(Buffer.from("a,b\n")),
};
const { bytes } = await makeTakeAway(notebooks, {
  path: "people/x/loans.ipynb",
  name: "Dana",
  card: undefined,
  surgery: "",
  at: new Date(Date.UTC(2026, 11, 2, 18)),
  resumeUrl: "https://surgery.example.org/resume",
});
writeFileSync(process.argv[2] ?? "taken.zip", bytes);
