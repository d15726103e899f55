/**
 * Publishing on a disk that really is full: the server runs on a small tmpfs in a mount namespace of its own, which goes away with it.
 * Needs root, or user namespaces; where there are neither, the test says that it was skipped, and PB10's test with invented errors stands in.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { inventedAbout, inventedAnswers, inventedVisits } from "../../server/src/publishing/test-publishing-app.js";

const unshare = process.getuid?.() === 0 ? ["unshare", "-m"] : ["unshare", "-Urm"];
const script = 'mount -t tmpfs -o size=14m none "$0" && mkdir "$0/tmp" && TMPDIR="$0/tmp" exec "$@"';
const canMount = spawnSync(unshare[0] ?? "", [...unshare.slice(1), "sh", "-c", script, tmpdir(), "true"]).status === 0;
const slug = "visits-to-ambleford-hall";

interface SmallServer extends AsyncDisposable {
  /** Its folder, as it is seen from outside. */
  readonly inside: string;
  say(line: string): Promise<void>;
  get(path: string): Promise<Response>;
  post(path: string, fields: Record<string, string>): Promise<Response>;
}

async function openSmallServer(): Promise<SmallServer> {
  const folder = await mkdtemp(join(tmpdir(), "publishing-full-"));
  const program = join(import.meta.dirname, "../../server/dist/publishing/test-publishing-server.js");
  const words = [...unshare.slice(1), "sh", "-c", script, folder, process.execPath, program, folder];
  const child: ChildProcess = spawn(unshare[0] ?? "", words, { stdio: ["pipe", "pipe", "inherit"] });
  if (child.stdout === null || child.stdin === null) throw new Error("not piped");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const url = String((await lines.next()).value);
  const headers = { accept: "text/html", cookie: "as=ada", origin: url };
  const { stdin } = child;
  return {
    inside: join("/proc", String(child.pid), "root", folder),
    say: async (line) => {
      stdin.write(`${line}\n`);
      expect((await lines.next()).value).toBe("done");
    },
    get: (path) => fetch(url + path, { headers, redirect: "manual" }),
    post: (path, fields) =>
      fetch(url + path, { method: "POST", headers, redirect: "manual", body: new URLSearchParams(fields) }),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** From its page's form, as a browser sends it. */
async function revisionOf(server: SmallServer, path: string): Promise<string> {
  return /name="revision" value="(\d+)"/.exec(await (await server.get(path)).text())?.[1] ?? "";
}

async function publishFirst(server: SmallServer): Promise<string> {
  await mkdir(join(server.inside, "files/people/ada"), { recursive: true });
  await writeFile(join(server.inside, "files/people/ada/visits.csv"), inventedVisits);
  const begun = await server.post("/publish/new", { ...inventedAbout, file: "people/ada/visits.csv" });
  const base = `/publish/${/\/publish\/([\w-]+)\//.exec(begun.headers.get("location") ?? "")?.[1] ?? ""}`;
  const names = ["Month", "Place", "Visits", "Contact e-mail"].flatMap((name, at) => [
    [`name.${at}`, name],
    [`meaning.${at}`, `What ${name} says, in a sentence.`],
  ]);
  const send = async (page: string, fields: Record<string, string>): Promise<void> => {
    await server.post(`${base}/${page}`, { ...fields, revision: await revisionOf(server, `${base}/${page}`) });
  };
  await send("columns", Object.fromEntries(names) as Record<string, string>);
  await send("findings", { "choice.0": "0" });
  await send("checklist", { ...inventedAnswers, licence: "CC-BY-4.0" });
  const revision = await revisionOf(server, `${base}/ready`);
  const done = await server.post(`${base}/publish`, { revision, note: "" });
  expect(done.headers.get("location")).toBe(`${base}?said=published`);
  return base;
}

const latestOf = async (server: SmallServer): Promise<string> =>
  (JSON.parse(await readFile(join(server.inside, "site", slug, "latest.json"), "utf8")) as { version: string }).version;

test.skipIf(!canMount)(
  "PU62 a disk that is full at any step: what is published is whole, the new version is all there or not at all, and the person is told which",
  { timeout: 5 * 60_000 },
  async () => {
    await using server = await openSmallServer();
    const base = await publishFirst(server);
    let version = 1;
    const seen = new Set<string>();
    for (const step of [
      "Reading the file",
      "Making the files",
      "Writing the files",
      "Putting the new version in its place",
      "Bringing pages and feeds up to date",
    ]) {
      const rows = Array.from({ length: version }, (_, at) => `2027-0${at + 1}-01,Ambleford Hall,${60 + at},x`);
      await writeFile(join(server.inside, "files/people/ada/visits.csv"), `${inventedVisits}\n${rows.join("\n")}`);
      await server.post(`${base}/new-version`, { file: "people/ada/visits.csv" });
      const revision = await revisionOf(server, `${base}/ready`);
      await server.say(`fill ${step}`);
      const told = await server.post(`${base}/publish`, { revision, note: "" });
      const words = (await told.text()).replaceAll(/\s+/g, " ");
      const isOut = (await latestOf(server)) === `v${version + 1}`;
      seen.add(`${step}: ${isOut ? "out" : "not out"}`);
      if (told.status === 303) expect(isOut).toBe(true);
      else {
        expect([step, told.status]).toEqual([step, 507]);
        expect(words).toContain(isOut ? "The new version is published." : "nothing of the new version was published");
      }
      // Readers have a whole version all the while: the old one, or the new one.
      const page = await (await server.get(`/data/${slug}/`)).text();
      expect(page).toMatch(
        isOut ? new RegExp(`Version (?:${version}|${version + 1}),`) : new RegExp(`Version ${version},`),
      );
      const shown = /Version (\d+),/.exec(page)?.[1] ?? "";
      expect((await server.get(`/data/${slug}/v${shown}/${slug}.csv`)).status).toBe(200);
      await server.say("free");
      await server.say("note");
      if (!isOut) {
        // What was prepared is there still: the button, once more.
        const again = await server.post(`${base}/publish`, {
          revision: await revisionOf(server, `${base}/ready`),
          note: "",
        });
        expect(again.headers.get("location")).toBe(`${base}?said=published`);
      }
      version += 1;
      expect(await latestOf(server)).toBe(`v${version}`);
      expect(await (await server.get(`/data/${slug}/`)).text()).toContain(`Version ${version},`);
      expect(await (await server.get(base)).text()).toContain("● Published, last on");
      expect((await readdir(join(server.inside, "site/.publishing"))).filter((name) => name !== "lock")).toEqual([]);
    }
    expect([...seen].some((one) => one.endsWith(": not out"))).toBe(true);
    // A new draft on a full disk: refused in words, with what was typed, and nothing half done is left.
    await server.say("fill now");
    const refused = await server.post("/publish/new", {
      ...inventedAbout,
      title: "Typed on a full disk",
      file: "people/ada/visits.csv",
    });
    expect(refused.status).toBe(507);
    const text = await refused.text();
    expect(text).toContain("disk of this server is full");
    expect(text).toContain("Typed on a full disk");
    await server.say("free");
    expect(await readdir(join(server.inside, "drafts"))).toEqual([]);
  },
);
