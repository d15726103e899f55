import { expect, test } from "vitest";
import { forEachDialect } from "../store/test-dialects.js";
import { createWorkshops, workshopMigrations } from "./index.js";

const timeout = { timeout: 180_000 };
const day = 86_400_000;

forEachDialect((open) => {
  test(
    "one workshop is there from the start, keeps its code over a restart, and gets a new one the day after",
    timeout,
    async () => {
      await using opened = await open(workshopMigrations);
      let now = 1_795_420_800_000;
      const workshops = createWorkshops(opened.store, () => now);
      const [first, same] = await Promise.all([workshops.openDefault("a"), workshops.openDefault("a")]);
      expect(same).toEqual(first);
      expect(first.joinCode).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
      now += day - 1;
      expect((await workshops.openDefault("a")).joinCode).toBe(first.joinCode);
      now += 1;
      expect(await workshops.findOpenByCode(first.joinCode)).toBeUndefined();
      const renewed = await workshops.openDefault("a");
      expect(renewed.id).toBe(first.id);
      expect(renewed.joinCode).not.toBe(first.joinCode);
      expect((await workshops.findOpenByCode(renewed.joinCode))?.id).toBe(first.id);
    },
  );

  test("only the whole code of an open workshop opens it", timeout, async () => {
    await using opened = await open(workshopMigrations);
    const workshops = createWorkshops(opened.store);
    const { id, joinCode } = await workshops.openDefault("a");
    expect((await workshops.findOpenByCode(joinCode))?.id).toBe(id);
    for (const wrong of ["", joinCode.slice(0, 7), `${joinCode}A`, joinCode.toLowerCase(), "AAAAAAAA"]) {
      expect(await workshops.findOpenByCode(wrong)).toBeUndefined();
    }
    await workshops.closeJoining(id);
    expect(await workshops.findOpenByCode(joinCode)).toBeUndefined();
  });
});
