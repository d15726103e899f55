import { expect, test } from "vitest";
import { partAnchor } from "./lineage-parts.js";
import { hasProv, lineageProv } from "./lineage-prov.js";
import type { Lineage, ReleasedTable } from "./release.js";

const sum = (digit: string): string => digit.repeat(64);
const table = (lineage: Partial<Lineage>): ReleasedTable => ({
  name: "visits",
  title: "Visits",
  rows: 1,
  columns: [],
  key: [],
  csv: { path: "visits.csv", mediaType: "text/csv", sha256: sum("0"), size: 1 },
  lineage: { file: "final.csv", sha256: sum("3"), readAt: "2026-11-29T10:00:00.000Z", steps: [], ...lineage },
});
const notebook = (path: string) => ({ path, cell: "cell 1", sha256: sum("c") });

interface Thing {
  readonly "@id": string;
  readonly "dct:title"?: string;
  readonly "prov:wasDerivedFrom"?: readonly { readonly "@id": string }[];
  readonly "prov:wasGeneratedBy"?: { readonly "@id": string };
}

test("a program goes from the published file over every notebook to the file that none wrote, and finds each on the page", () => {
  const released = table({
    notebook: notebook("two.ipynb"),
    made: {
      from: [{ name: "clean.csv", sha256: sum("2") }],
      steps: ["Kept some"],
      cells: [{ name: "cell 1", source: "secret()", sha256: sum("c") }],
      earlier: [
        {
          file: "clean.csv",
          sha256: sum("2"),
          notebook: notebook("one.ipynb"),
          from: [{ name: "raw.xlsx", sha256: sum("1"), publisher: "The council", url: "https://council.example/raw" }],
          steps: ["Left out some"],
        },
      ],
    },
  });
  const text = JSON.stringify(lineageProv({ tables: [released], published: "2026-11-30T00:00:00.000Z" }));
  expect(text).not.toContain("secret()");
  const things = (JSON.parse(text) as { readonly "@graph": readonly Thing[] })["@graph"];
  const thing = (id: string | undefined): Thing => {
    const [one, ...more] = things.filter((given) => given["@id"] === id);
    if (one === undefined || more.length > 0) throw new Error(`${id ?? "nothing"} is there ${more.length + 1} times.`);
    return one;
  };
  const line: (string | undefined)[] = [];
  const by: (string | undefined)[] = [];
  for (
    let one: Thing | undefined = thing("visits.csv");
    one !== undefined;
    one = one["prov:wasDerivedFrom"] === undefined ? undefined : thing(one["prov:wasDerivedFrom"][0]?.["@id"])
  ) {
    line.push(one["dct:title"]);
    if (one["prov:wasGeneratedBy"] !== undefined) by.push(thing(one["prov:wasGeneratedBy"]["@id"])["@id"]);
  }
  expect(line).toEqual(["visits.csv", "final.csv", "clean.csv", "raw.xlsx"]);
  expect(by).toEqual([
    "#publish-visits",
    `index.html#${partAnchor("visits", 2)}`,
    `index.html#${partAnchor("visits", 1)}`,
  ]);
});

test("of a file that no notebook wrote there is none", () => {
  expect(hasProv([table({})])).toBe(false);
  expect(hasProv([table({ made: { from: [], steps: [] } })])).toBe(true);
});
