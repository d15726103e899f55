/** A published set onto a CKAN portal: what it has is looked at, the rest is planned, told, and done. */
import { join } from "node:path";
import { listOf, partOf, textOf } from "../../find/answer-parts.js";
import { OpenDataError } from "../../open-data-error.js";
import { listed } from "../../say.js";
import {
  parseCkanDataSet,
  parseOrganisations,
  type CkanDataSet,
  type CkanOrganisation,
} from "../ckan/ckan-data-set.js";
import { ckanFields, ckanName, type CkanFields } from "../ckan/ckan-fields.js";
import { planCkanPush, type CkanCreate, type CkanPlan, type CkanRevise } from "../ckan/plan-ckan-push.js";
import type { ReleaseRecord } from "../release.js";
import { brokenSite } from "../site.js";
import type { HostRules } from "./ask-host.js";
import { openCkanPortal, type CkanPortal } from "./ckan-portal.js";
import { markOfFile } from "./file-mark.js";
import { readLatest, readRelease } from "./read-site.js";

export interface CkanPush {
  /** Folder of the published site. */
  readonly site: string;
  readonly id: string;
  readonly portal: string;
  readonly key: string;
  /** Name, id or title there; may be left out where the key belongs to one alone. */
  readonly organisation?: string;
  /** What the set is called in the portal's addresses; its own name where none is given. */
  readonly name?: string;
  /** Address of the published site: files are linked to and not sent. */
  readonly linkBase?: string;
  /** Says what would be done. */
  readonly dryRun?: boolean;
}

export interface CkanPushed {
  /** Of the data set, for people. */
  readonly address: string;
  readonly version: string;
  /** What was done, or would be: nothing where the portal had it all. */
  readonly done: readonly string[];
  readonly kept: readonly string[];
  readonly organisation: string;
  readonly isPublic: boolean;
}

export interface CkanPushOptions extends HostRules {
  readonly onStep?: (step: string) => void;
}

/** @throws OpenDataError `portal-refused`, `portal-answer`, `not-reached`, `needs-key`, `broken-site`, `no-such-part` */
export async function pushToCkan(push: CkanPush, options: CkanPushOptions): Promise<CkanPushed> {
  const { onStep = () => undefined } = options;
  const version = (await readLatest(push.site, push.id))?.version;
  if (version === undefined)
    throw new OpenDataError("no-such-part", `Nothing called “${push.id}” is published in ${push.site}.`);
  const portal = openCkanPortal(push.portal, push.key, options);
  const name = push.name ?? ckanName(push.id);
  if (!/^[a-z0-9_-]{2,100}$/.test(name))
    throw new OpenDataError(
      "portal-refused",
      `“${name.slice(0, 100)}” can’t be a name in a portal: 2 to 100 small letters, digits, - and _.`,
    );
  onStep("Asking the portal what it has");
  const licences = await licencesOf(portal);
  const release = await readRelease(push.site, push.id, version);
  const now = await fieldsOf(push, release, licences);
  const there = parseCkanDataSet(await portal.ask("package_show", { id: name }));
  const wish = {
    id: push.id,
    name,
    version: version.slice(1),
    now,
    organisation: there === undefined ? await chooseOrganisation(portal, push.organisation) : undefined,
    ...(await sentBefore(push, there, version, licences)),
  };
  const plan = planCkanPush(wish, there);
  const told = {
    address: `${portal.base}/dataset/${name}`,
    version,
    done: plan.calls.map(({ words }) => words),
    kept: plan.kept,
    organisation: there?.organisation ?? wish.organisation?.title ?? "",
    isPublic: there === undefined || there.version === "" || !there.private,
  };
  if (push.dryRun === true) return told;
  await proveFiles(push, version, plan);
  let current = plan;
  const [first] = plan.calls;
  if (first?.action === "package_create") {
    onStep(first.words);
    // The second call is made against what really is there now.
    current = planCkanPush(wish, await create(portal, first));
  }
  for (const call of current.calls) {
    if (call.action !== "package_revise") continue;
    onStep(call.words);
    await revise(portal, call, join(push.site, push.id, version));
  }
  return told;
}

async function create(portal: CkanPortal, { body }: CkanCreate): Promise<CkanDataSet> {
  const made = parseCkanDataSet(await portal.ask("package_create", body));
  if (made === undefined) throw strange(portal);
  return made;
}

async function revise(portal: CkanPortal, call: CkanRevise, folder: string): Promise<void> {
  const uploads = call.uploads.map(({ field, file, mimetype }) => ({
    field,
    path: join(folder, file),
    name: file,
    mimetype,
  }));
  const result = await portal.ask("package_revise", call.body, uploads);
  if (parseCkanDataSet(partOf(result, "package")) === undefined) throw strange(portal);
}

function strange({ base }: CkanPortal): OpenDataError {
  return new OpenDataError(
    "portal-answer",
    `${base} answered something else than CKAN does. Push again later: what is there already is not sent twice.`,
  );
}

/** Portals have lists of their own; one that does not tell is taken to have the usual one. */
async function licencesOf(portal: CkanPortal): Promise<string[]> {
  return listOf(await portal.ask("license_list", {})).flatMap((one) => textOf(partOf(one, "id")) ?? []);
}

async function chooseOrganisation(portal: CkanPortal, wished: string | undefined): Promise<CkanOrganisation> {
  const answer = await portal.ask("organization_list_for_user", { permission: "create_dataset" });
  const all = parseOrganisations(answer);
  const asked = wished?.trim().toLowerCase() ?? "";
  const fitting =
    asked === ""
      ? all
      : all.filter(({ id, name, title }) => [id, name, title].some((one) => one.toLowerCase() === asked));
  const [only, ...more] = fitting;
  if (only !== undefined && more.length === 0) return only;
  const names = listed(
    all.map(({ name }) => name),
    12,
  );
  throw new OpenDataError(
    "portal-refused",
    all.length === 0
      ? `With this key nothing can be added to an organisation of ${portal.base}. Either the key is not right or out of date, or you are not an editor or admin of an organisation there. Ask whoever looks after the portal.`
      : asked === ""
        ? `You may add to several organisations of ${portal.base}. Say which one (--organization): ${names}.`
        : `With this key nothing can be added to “${wished ?? ""}” in ${portal.base}. It may add to: ${names}.`,
  );
}

async function fieldsOf(push: CkanPush, release: ReleaseRecord, licences: readonly string[]): Promise<CkanFields> {
  const folder = join(push.site, push.id, release.version);
  const dataPackage = await markOfFile(folder, "datapackage.json", "application/json");
  return ckanFields(release, {
    licences,
    dataPackage,
    ...(push.linkBase === undefined ? {} : { linkBase: linkBaseOf(push.linkBase) }),
  });
}

function linkBaseOf(text: string): string {
  if (/^https?:\/\/[^\s<>"]+$/i.test(text) && URL.canParse(text)) return text;
  throw new OpenDataError(
    "portal-refused",
    `“${text.slice(0, 200)}” is not the address of a site. For instance: https://group.example.org/open-data/`,
  );
}

/** What went there with the version that the portal has, where this site still has that one. */
async function sentBefore(
  push: CkanPush,
  there: CkanDataSet | undefined,
  version: string,
  licences: readonly string[],
): Promise<{ before?: CkanFields }> {
  if (there === undefined || there.version === "" || Number(there.version) > Number(version.slice(1))) return {};
  const before = await readRelease(push.site, push.id, `v${there.version}`).catch((error: unknown) => {
    if (error instanceof OpenDataError && error.code === "broken-site") return undefined;
    throw error;
  });
  return before === undefined ? {} : { before: await fieldsOf(push, before, licences) };
}

/** Nothing is sent that is not what was published. */
async function proveFiles({ site, id }: CkanPush, version: string, { calls }: CkanPlan): Promise<void> {
  const release = await readRelease(site, id, version);
  const marks = release.tables.flatMap(({ csv, parquet }) => (parquet === undefined ? [csv] : [csv, parquet]));
  for (const { file } of calls.flatMap((call) => (call.action === "package_revise" ? call.uploads : []))) {
    const mark = marks.find(({ path }) => path === file);
    if (mark === undefined) continue;
    const found = await markOfFile(join(site, id, version), file, mark.mediaType);
    if (found.sha256 !== mark.sha256) throw brokenSite(`${id}/${version}/${file}`);
  }
}
