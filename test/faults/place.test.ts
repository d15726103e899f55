/** Where the server is to live: a full disk, a place that can't be used, one that is taken, one from another time. */
import { composeServer, parseConfig } from "@data-surgery/server";
import Database from "better-sqlite3";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, TestClient } from "../../server/src/rooms/test-room-client.js";
import { openComposed } from "../support/composed.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-place-"));
});

afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const start = (data: string, port = "0"): Promise<unknown> => composeServer(parseConfig({ port, data, env: {} }));

/** Small disks need the right to mount; without it these tests have nothing to stand on. */
const mayMount = ((): boolean => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const probe = join(tmpdir(), `surgery-mount-${process.pid}`);
  const made = spawnSync("sh", [
    "-c",
    `mkdir -p ${probe} && mount -t tmpfs none ${probe} && umount ${probe}; s=$?; rmdir ${probe}; exit $s`,
  ]);
  return made.status === 0;
})();

test.skipIf(!mayMount)(
  "on a full disk typing is not called saved, everything else is told why, and all goes on when there is room again",
  async () => {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "none", folder]);
    try {
      await using house = await openComposed({ data: folder });
      const ana = await house.join("Ana");
      const path = `people/${await house.homeOf(ana)}/first-look/first-look.ipynb`;
      using page = await TestClient.open(house.port, ana, path);
      page.cell(0).insert(0, "before ");
      await page.flushed();
      const { bavail, bsize } = await statfs(folder);
      await writeFile(join(folder, "ballast"), Buffer.alloc(bavail * bsize)).catch(() => undefined);

      // Enough that it does not fit into what the database has left in its own files.
      page.cell(0).insert(0, "kept ".repeat(200_000));
      await eventually("the line is closed", () => page.closed?.code === 4503);
      expect(page.closed?.reason).toContain("The disk of this server is full");
      expect(page.notices.filter(({ type }) => type === "flushed")).toHaveLength(1);
      const body = { type: "file", format: "text", content: "x".repeat(100_000) };
      const refused = await house.ask(ana, `/api/contents/${path.replace("first-look.ipynb", "a.txt")}`, {
        method: "PUT",
        body,
      });
      expect([refused.status, refused.code]).toEqual([507, "contents.disk-full"]);
      expect((await house.ask(ana, `/api/contents/${path}`)).status).toBe(200);

      await rm(join(folder, "ballast"));
      await eventually("the page is back", () => page.isSynced);
      await page.flushed();
      using other = await TestClient.open(house.port, ana, path);
      expect(other.text.startsWith("kept kept ")).toBe(true);
      expect(other.text).toBe(page.text);
      expect(other.text).toContain("before ");
      const check = new Database(join(folder, "surgery.db"), { readonly: true });
      expect(check.pragma("integrity_check", { simple: true })).toBe("ok");
      check.close();
    } finally {
      execFileSync("umount", ["-l", folder]);
    }
  },
);

test.skipIf(!mayMount)(
  "a data folder that may only be read is refused with what to do, and nothing in it changes",
  async () => {
    execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "none", folder]);
    try {
      await expect(start(folder)).rejects.toMatchObject({
        name: "DataFolderError",
        message: expect.stringMatching(/can't be used \(EROFS.*--data FOLDER/) as string,
      });
    } finally {
      execFileSync("umount", ["-l", folder]);
    }
  },
);

test("a file in the place of the data folder, or of a part of it, is refused and left as it is", async () => {
  for (const part of ["here", "data/files", "data/surgery.db", "data/checkpoints"]) {
    const data = join(folder, part.split("/")[0] ?? "");
    await rm(data, { recursive: true, force: true });
    await mkdir(join(folder, part, ".."), { recursive: true });
    await writeFile(join(folder, part), "somebody's own text, long enough to be no database");
    await expect(start(data)).rejects.toThrow(/(--data FOLDER)/);
    expect(await readFile(join(folder, part), "utf8")).toContain("somebody's own");
    await expect(readFile(join(data, "server.lock"))).rejects.toBeInstanceOf(Error);
  }
});

test("a second server on the same folder says who has it and stops; the first goes on", async () => {
  // Of another process: one process may open its own folder again.
  await using house = await openComposed();
  const cli = join(import.meta.dirname, "../../packages/cli/bin/surgery.js");
  const second = spawnSync(process.execPath, [cli, "serve", "--port", "0", "--data", house.data, "--json"], {
    encoding: "utf8",
  });
  expect(second.status).toBe(1);
  expect(second.stdout).toBe("");
  expect(second.stderr).toContain(`Another Data Surgery (process ${process.pid}) is using this data folder already`);
  expect((await house.ask(await house.join("Ana"), "/api/me")).status).toBe(200);
  expect(await readFile(join(house.data, "server.lock"), "utf8")).toContain(String(process.pid));
});

test("a folder from a newer version is refused, and opens again when what it knows is known", async () => {
  const first = await composeServer(parseConfig({ port: "0", data: folder, env: {} }));
  await first.close();
  const database = new Database(join(folder, "surgery.db"));
  database.prepare("insert into kysely_migration (name, timestamp) values ('rooms-999-later', '2030')").run();
  database.close();
  await expect(start(folder)).rejects.toMatchObject({ code: "store.newer" });
  const mended = new Database(join(folder, "surgery.db"));
  mended.prepare("delete from kysely_migration where name = 'rooms-999-later'").run();
  mended.close();
  await (await composeServer(parseConfig({ port: "0", data: folder, env: {} }))).close();
});

test("a port that was asked for and is taken is told with another to try, and the folder is free again", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as { port: number };
  await expect(start(folder, String(port))).rejects.toMatchObject({
    name: "PortTakenError",
    message: expect.stringContaining(`--port ${port + 1}`) as string,
  });
  await expect(readFile(join(folder, "server.lock"))).rejects.toMatchObject({ code: "ENOENT" });
  taken.close();
});

test("a Postgres that does not answer is told with what to check; nothing is left behind", async () => {
  const env = { DATABASE_URL: "postgres://ada:secret@127.0.0.1:1/none" };
  const refused = await composeServer(parseConfig({ port: "0", data: folder, env })).catch((error: unknown) => error);
  expect(String(refused)).toMatch(/Postgres at 127\.0\.0\.1:1 can't be opened: .*ECONNREFUSED.*DATABASE_URL/);
  expect(String(refused)).not.toContain("secret");
  await expect(readFile(join(folder, "server.lock"))).rejects.toMatchObject({ code: "ENOENT" });
});
