import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { registerCkan } from "./ckan.js";
import { registerPublish } from "./publish.js";

const folder = mkdtempSync(join(tmpdir(), "ckan-"));
const site = join(folder, "site");
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = 0;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ out: string; err: string }> {
  let [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => (out += String(text)) !== "");
  vi.spyOn(process.stderr, "write").mockImplementation((text) => (err += String(text)) !== "");
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerPublish(program);
  registerCkan(program);
  // Commands below a command take over neither of these.
  program.commands
    .find((one) => one.name() === "ckan")
    ?.commands[0]?.exitOverride()
    .configureOutput({ writeErr: () => undefined });
  await program.parseAsync(["node", "surgery", ...args]);
  return { out, err };
}

const record = {
  id: "visits",
  title: "Visits (invented)",
  description: "Visits that nobody made.",
  keeper: { name: "The Invented Group" },
  licence: "OGL-UK-3.0",
  update: "monthly",
  rowIs: "place",
  tables: [{ name: "visits", file: "visits.csv", columns: { place: "Where.", visits: "How many." } }],
  answers: Object.fromEntries(
    ["allowed", "whose", "personal", "small", "meaning", "change", "questions"].map((one) => [one, "Yes, invented."]),
  ),
};

/** The few answers that a dry run asks for, in CKAN's shapes. */
function portal(): { server: ReturnType<typeof createServer>; keys: (string | undefined)[] } {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    const [status, body] = request.url?.endsWith("/package_show")
      ? [404, { success: false, error: { message: "Not found", __type: "Not Found Error" } }]
      : request.url?.endsWith("/organization_list_for_user")
        ? [200, { success: true, result: [{ id: "1", name: "group", title: "The group" }] }]
        : [200, { success: true, result: [{ id: "uk-ogl" }] }];
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  return { server, keys };
}

test("a dry run says each call; the key comes from the environment or a file, and is printed nowhere", async () => {
  writeFileSync(
    join(folder, "visits.csv"),
    `place,visits\n${Array.from({ length: 20 }, (_, at) => `Place ${at},${20 + at}`).join("\n")}\n`,
  );
  writeFileSync(join(folder, "publish.json"), JSON.stringify(record));
  await run("publish", folder, "--out", site);
  const { server, keys } = portal();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const push = ["ckan", "push", site, "visits", "--portal", url, "--dry-run"];
  try {
    vi.stubEnv("SURGERY_CKAN_KEY", "key-in-environment");
    const told = await run(...push);
    expect(told.out).toMatch(
      /^1\. Make the data set “visits” for The group, not public yet\n2\. In one go: send visits\.csv/,
    );
    vi.stubEnv("SURGERY_CKAN_KEY", "");
    await expect(run(...push)).rejects.toMatchObject({ exitCode: 2 });
    writeFileSync(join(folder, "key"), "key-in-a-file\n");
    const json = await run(...push, "--key-file", join(folder, "key"), "--json");
    expect(JSON.parse(json.out)).toMatchObject({ dryRun: true, version: "v1", address: `${url}/dataset/visits` });
    expect(new Set(keys)).toEqual(new Set(["key-in-environment", "key-in-a-file"]));
    expect(told.out + told.err + json.out).not.toContain("key-in");
  } finally {
    server.close();
  }
});
