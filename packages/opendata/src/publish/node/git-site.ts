/**
 * A published site as commits: one for each version, with what is different as its message. Only what publishing wrote is added; what
 * somebody else has staged is never committed along. Stopped before the commit, the next call makes it: what counts is what Git has.
 */
import { spawn } from "node:child_process";
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { OpenDataError } from "../../open-data-error.js";
import { shorten } from "../../say.js";
import { parseLatest, type Latest, type VersionMark } from "../site.js";
import { readSets, readSiteWords } from "./read-site.js";

export interface CommitOptions {
  /** Begin a repository where there is none. */
  readonly init?: boolean;
  /** The site may be a folder of a larger repository. */
  readonly within?: boolean;
}

export interface SiteCommit {
  readonly id: string;
  readonly subject: string;
}

/** Undefined where Git has it all. @throws OpenDataError `git-refused`, and nothing was committed */
export async function commitSite(folder: string, options: CommitOptions = {}): Promise<SiteCommit | undefined> {
  if ((await readSiteWords(folder)) === undefined) throw refused(`${folder} is no published site yet.`);
  await requireRepository(folder, options);
  await requireCalm(folder);
  const wanted = await ownFiles(folder);
  const staged = listOf(await git(folder, ["diff", "--cached", "--name-only", "-z", "--relative", "--no-renames"]));
  const all = listOf(await git(folder, ["diff", "--cached", "--name-only", "-z", "--no-renames"]));
  const foreign = staged.filter((path) => !wanted.has(path) && !isOwn(path));
  if (foreign.length > 0 || all.length > staged.length)
    throw refused(
      `Something else is waiting to be committed there (${shorten(foreign[0] ?? all[0] ?? "", 80)}). Commit it or take it back (git restore --staged), then try again: it is not mixed with the data.`,
    );
  const tracked = listOf(await git(folder, ["ls-files", "-z"]));
  const paths = [...wanted, ...tracked.filter((path) => isOwn(path) && !wanted.has(path))];
  await git(folder, ["add", "--all", "--force", "--pathspec-from-file=-", "--pathspec-file-nul"], paths.join("\0"));
  if ((await run(folder, ["diff", "--cached", "--quiet"])).code === 0) return undefined;
  const message = await messageOf(folder);
  const done = await run(folder, ["commit", "--quiet", "--cleanup=verbatim", "--file=-"], message);
  if (done.code !== 0) {
    // As it was: nothing stays staged that nobody asked for.
    await git(folder, (await hasCommits(folder)) ? ["reset", "--quiet"] : ["rm", "-r", "--quiet", "--cached", "."]);
    throw refused(`Git did not take the commit: ${said(done)}`);
  }
  const id = (await git(folder, ["rev-parse", "--short", "HEAD"])).trim();
  return { id, subject: message.split("\n")[0] ?? "" };
}

async function requireRepository(folder: string, { init, within }: CommitOptions): Promise<void> {
  const top = await run(folder, ["rev-parse", "--show-toplevel"]);
  if (top.code !== 0) {
    if (!/not a git repository/i.test(top.err)) throw refused(`Git can’t use ${folder}: ${said(top)}`);
    if (init !== true)
      throw refused(
        `${folder} is not in a Git repository. Add --git-init to begin one there, or clone yours to that place.`,
      );
    await git(folder, ["init", "--quiet", "--initial-branch=main"]);
  } else if ((await realpath(top.out.trim())) !== (await realpath(folder)) && within !== true)
    throw refused(
      `${folder} is part of a larger Git repository (${top.out.trim()}). Add --git-within if the data are to be committed there.`,
    );
  const identity = await run(folder, ["var", "GIT_COMMITTER_IDENT"]);
  const email = await run(folder, ["config", "user.email"]);
  if (identity.code !== 0 || (email.out.trim() === "" && (process.env["GIT_COMMITTER_EMAIL"] ?? "") === ""))
    throw refused(
      'Git does not know who commits. Say so once: git config --global user.name "Our group", git config --global user.email data@group.example',
    );
}

/** In the middle of a merge or the like a commit would be something else. */
async function requireCalm(folder: string): Promise<void> {
  for (const name of ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"])
    if ((await run(folder, ["rev-parse", "--quiet", "--verify", name])).code === 0)
      throw refused(
        "The repository is in the middle of a merge or the like. Finish that or break it off, then try again.",
      );
}

const atTop = [
  "README.md",
  "CITATION.cff",
  ".gitattributes",
  ".gitignore",
  ".nojekyll",
  "site.json",
  "index.html",
  "catalog.jsonld",
  "feed.xml",
];
const ofSet = ["index.html", "feed.xml", "latest.json", "retired.json"];

/** What publishing has written, as it lies there now: paths with slashes, from the site's folder. */
async function ownFiles(folder: string): Promise<Set<string>> {
  const found = new Set<string>();
  const names = new Set(await readdir(folder));
  for (const name of atTop) if (names.has(name)) found.add(name);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const inSet = await readdir(join(folder, entry.name), { withFileTypes: true });
    if (!inSet.some(({ name }) => name === "latest.json" || name === "retired.json")) continue;
    for (const one of inSet) {
      if (one.isFile() && ofSet.includes(one.name)) found.add(`${entry.name}/${one.name}`);
      if (!one.isDirectory() || !/^v[1-9]\d*$/.test(one.name)) continue;
      for (const file of await readdir(join(folder, entry.name, one.name)))
        if (!file.startsWith(".")) found.add(`${entry.name}/${one.name}/${file}`);
    }
  }
  return found;
}

/** Whether a path is one that publishing writes: files of a version that was removed are gone from the folder, not from Git. */
function isOwn(path: string): boolean {
  return /^[a-z0-9][a-z0-9-]*\/(?:v[1-9]\d*\/[\w-][\w.-]*|index\.html|feed\.xml|latest\.json|retired\.json)$/.test(
    path,
  );
}

interface Change {
  readonly title: string;
  readonly id: string;
  /** Newest first. */
  readonly versions: readonly VersionMark[];
}

/** What Git does not have yet, in words: one line, and what is different. */
async function messageOf(folder: string): Promise<string> {
  const sets = await readSets(folder);
  const changes: Change[] = [];
  for (const { id, title, versions } of sets) {
    const known = new Set((await committed(folder, id))?.versions.map(({ version }) => version));
    const fresh = versions.filter(({ version }) => !known.has(version));
    if (fresh.length > 0) changes.push({ id, title, versions: fresh });
  }
  const staged = listOf(await git(folder, ["diff", "--cached", "--name-only", "-z", "--relative", "--no-renames"]));
  const retired = staged.filter((path) => path.endsWith("/retired.json")).map((path) => path.split("/")[0] ?? "");
  const [first, ...more] = changes;
  const subject =
    first === undefined
      ? retired.length > 0
        ? `Retired: ${retired.join(", ")}`
        : "Pages brought up to date"
      : `${shorten(first.title, 48)}: ${versionWords(first)}${more.length === 0 ? "" : `, and ${more.length} more`}`;
  const body = changes.flatMap((change) => [
    ...(changes.length === 1 ? [] : [`${shorten(change.title, 68)}: ${versionWords(change)}`]),
    ...change.versions
      .toReversed()
      .flatMap(({ version, changes: sentences }) => [
        ...(change.versions.length === 1 ? [] : [`Version ${version.slice(1)}:`]),
        ...(sentences.length === 0 ? ["First version."] : sentences).flatMap(wrapped),
      ]),
    "",
  ]);
  return `${subject}\n\n${body.join("\n")}`.trim() + "\n";
}

function versionWords({ versions }: Change): string {
  const numbers = versions.map(({ version }) => version.slice(1)).toReversed();
  const [first = "", last = first] = [numbers[0], numbers.at(-1)];
  return first === last ? `version ${first}` : `versions ${first} to ${last}`;
}

async function committed(folder: string, id: string): Promise<Latest | undefined> {
  const there = await run(folder, ["show", `HEAD:./${id}/latest.json`]);
  if (there.code !== 0) return undefined;
  try {
    return parseLatest(there.out, id);
  } catch (error) {
    // Broken there is as good as not there: then all of it is told.
    if (error instanceof OpenDataError) return undefined;
    throw error;
  }
}

/** As a list, at most 72 letters a line, as Git's own tools show it. */
function wrapped(sentence: string): string[] {
  const lines = ["-"];
  for (const word of shorten(sentence, 600).split(/\s+/)) {
    const last = lines.at(-1) ?? "";
    if (last.length + 1 + word.length <= 72 || last === "-") lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}

const hasCommits = async (folder: string): Promise<boolean> =>
  (await run(folder, ["rev-parse", "--quiet", "--verify", "HEAD"])).code === 0;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function git(folder: string, args: readonly string[], input?: string): Promise<string> {
  const ran = await run(folder, args, input);
  if (ran.code !== 0) throw refused(`Git could not do “git ${args[0] ?? ""}”: ${said(ran)}`);
  return ran.out;
}

/** @throws OpenDataError where there is no Git */
async function run(folder: string, args: readonly string[], input = ""): Promise<Ran> {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_LITERAL_PATHSPECS: "1" };
  // A script of Git’s own, such as a hook, says with these which repository is meant; here the folder says it.
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]) delete env[name];
  const child = spawn("git", ["-C", folder, "-c", "core.quotePath=off", ...args], { env, stdio: "pipe" });
  const ended = Promise.withResolvers<number | null>();
  child.once("error", (error: NodeJS.ErrnoException) =>
    ended.reject(
      error.code === "ENOENT"
        ? refused("There is no Git on this computer. Install it, or leave out --git-commit.")
        : error,
    ),
  );
  child.once("close", ended.resolve);
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return { code: await ended.promise, out, err };
}

const listOf = (text: string): string[] => text.split("\0").filter((path) => path !== "");
const said = ({ err, out }: Ran): string => shorten(err.trim() === "" ? out : err, 400);

function refused(words: string): OpenDataError {
  return new OpenDataError("git-refused", words);
}
