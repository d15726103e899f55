import type { Cell, Notebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { forEachDialect } from "../store/test-dialects.js";
import { roomMigrations, type RoomTables } from "./migrations.js";
import { storeVersions } from "./version-store.js";
import type { VersionContent } from "./version-content.js";

const timeout = 180_000;
const cell = (id: string, source: string): Cell => ({ id, cell_type: "markdown", metadata: {}, source });
const content = (...cells: Cell[]): VersionContent => {
  const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  return { type: "notebook", notebook };
};
const about = (at: number): { kind: "edit"; since: number; at: number; people: string[]; changes: [] } => ({
  kind: "edit",
  since: at - 10,
  at,
  people: ["ann"],
  changes: [],
});

forEachDialect((open) => {
  test(
    "RO31 versions come back as they were; what did not change is kept once, and goes with the last that has it",
    { timeout },
    async () => {
      await using opened = await open(roomMigrations);
      const versions = storeVersions(opened.store);
      const parts = async (): Promise<number> =>
        (await opened.store.tables<RoomTables>().selectFrom("document_parts").selectAll().execute()).length;
      const cells = Array.from({ length: 1200 }, (_, index) => cell(`c${index}`, `text ${index}`));
      expect(await versions.add("d", about(1000), content(...cells))).toBe(1);
      const before = await parts();
      expect(await versions.add("d", about(2000), content(...cells))).toBeUndefined();
      expect(await versions.add("d", about(3000), content(cell("c0", "new"), ...cells.slice(1)))).toBe(2);
      expect(await parts()).toBe(before + 1);
      expect(await versions.add("other", about(1), content(cell("c0", "text 0")))).toBe(1);
      const all = await versions.list("d");
      expect(all.map(({ version, at, people }) => [version, at, people])).toEqual([
        [1, 1000, ["ann"]],
        [2, 3000, ["ann"]],
      ]);
      expect(await versions.content("d", all[0]!)).toEqual(content(...cells));
      expect(await versions.size("d")).toBeGreaterThan(10_000);
      await versions.keep("d", all.slice(1));
      expect(await versions.content("d", (await versions.list("d"))[0]!)).toEqual(
        content(cell("c0", "new"), ...cells.slice(1)),
      );
      expect(await versions.add("d", about(4000), content())).toBe(3);
      await versions.keep("d", []);
      expect(await versions.size("d")).toBe(0);
      expect(await parts()).toBe(2);
    },
  );
});
