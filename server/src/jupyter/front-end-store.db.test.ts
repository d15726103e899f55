import { expect, test } from "vitest";
import { forEachDialect } from "../store/test-dialects.js";
import { frontEndMigrations, sqlFrontEndStore } from "./front-end-store.js";

forEachDialect((open) => {
  test("settings and workspaces of one person are never another's, and are erased with the person", async () => {
    await using opened = await open(frontEndMigrations);
    const store = sqlFrontEndStore(opened.store);
    await store.putSettings("ana", "themes", '{"theme":"Dark"}', 1);
    await store.putSettings("ana", "themes", '{"theme":"Light"}', 2);
    await store.putWorkspace("ana", "default", '{"of":"ana"}', 3);
    await store.putWorkspace("ben", "default", '{"of":"ben"}', 4);

    expect(await store.settings("ana")).toEqual(new Map([["themes", { raw: '{"theme":"Light"}', at: 2 }]]));
    expect(await store.settings("ben")).toEqual(new Map());
    expect(await store.workspace("ana", "default")).toBe('{"of":"ana"}');
    expect(await store.workspaces("ben")).toEqual([{ name: "default", content: '{"of":"ben"}' }]);

    expect(await store.exportPerson("ana")).toEqual({
      settings: [{ plugin: "themes", raw: '{"theme":"Light"}', at: 2 }],
      workspaces: [{ name: "default", content: '{"of":"ana"}', at: 3 }],
    });
    await store.erase("ana");
    expect(await store.settings("ana")).toEqual(new Map());
    expect(await store.workspaces("ana")).toEqual([]);
    expect(await store.workspace("ben", "default")).toBe('{"of":"ben"}');
  });

  test("a layout of another's page that names an erased person's folder goes; their other layouts stay", async () => {
    await using opened = await open(frontEndMigrations);
    const store = sqlFrontEndStore(opened.store);
    await store.putWorkspace("tom", "default", '{"tabs":["people/ana-k7m2/first-look.ipynb"]}', 1);
    await store.putWorkspace("tom", "else", '{"tabs":["people/ana-k7m3/first-look.ipynb"]}', 2);
    expect(await store.eraseHome("ana-k7m2")).toBe(1);
    expect((await store.workspaces("tom")).map(({ name }) => name)).toEqual(["else"]);
  });
});
