/** `surgery person` on what a killed server leaves: the log of a notebook ahead of its file, and the database's journal not folded in. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TestClient } from "../../server/src/rooms/test-room-client.js";
import { joined } from "../support/composed.js";
import { everyFile, person, seen } from "../support/person-command.js";
import { startServer } from "../support/running-server.js";

test("after kill -9 what was typed last is in what is taken out, and erased nothing of it is left", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surgery-person-kill-"));
  const data = join(folder, "data");
  try {
    await using server = await startServer({ data });
    const people = joined(server);
    const cookie = await people.join("Quillfeather");
    const home = await people.homeOf(cookie);
    const path = `people/${home}/first-look/first-look.ipynb`;
    const session = { path, name: "first-look.ipynb", type: "notebook", kernel: {} };
    expect((await people.ask(cookie, "/api/sessions", { method: "POST", body: session })).status).toBe(201);
    using page = await TestClient.open(people.port, cookie, path);
    page.cell(0).insert(0, "quillfeather typed last ");
    await page.flushed();
    await server.kill();
    page.disconnect();
    const onDisk = await everyFile(data);
    expect(seen(onDisk, ["quillfeather typed last"]).some((one) => one.includes("surgery.db"))).toBe(true);

    const out = join(folder, "taken");
    expect(await person("export", "Quillfeather", "--data", data, "--out", out)).toMatchObject({
      code: 0,
      stderr: "",
    });
    const notebook = (await everyFile(out)).find(({ name }) => name === "files/first-look/first-look.ipynb");
    expect(notebook?.text).toContain("quillfeather typed last");
    expect(await person("erase", "Quillfeather", "--data", data, "--yes")).toMatchObject({ code: 0, stderr: "" });
    expect(seen(await everyFile(data), ["quillfeather", home])).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
