/**
 * What has to be done so that a portal shows a version: worked out before anything is sent. A new data set is created private and empty;
 * then one call (`package_revise`, one transaction in CKAN) brings files, texts and version, and makes it public. So readers see the
 * version before or the new one, and a push that was stopped is finished by the next. What people changed by hand in the portal stays.
 */
import { OpenDataError } from "../../open-data-error.js";
import { countOf, listed } from "../../say.js";
import type { CkanDataSet, CkanResourceThere } from "./ckan-data-set.js";
import {
  checksumKey,
  ckanName,
  fileKey,
  fileWords,
  markKey,
  type CkanField,
  type CkanFields,
  type CkanResource,
} from "./ckan-fields.js";

export interface CkanCreate {
  readonly action: "package_create";
  readonly words: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CkanRevise {
  readonly action: "package_revise";
  readonly words: string;
  /** Parameters; texts and what becomes JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Files that go with it, by parameter. */
  readonly uploads: readonly { readonly field: string; readonly file: string; readonly mimetype: string }[];
}

export interface CkanPlan {
  /** In this order; none: the portal has it all. */
  readonly calls: readonly (CkanCreate | CkanRevise)[];
  /** What was changed by hand in the portal and stays, in sentences. */
  readonly kept: readonly string[];
}

export interface CkanWish {
  /** "2". */
  readonly version: string;
  /** In the portal; the set's own name where none is given. */
  readonly name?: string;
  readonly id: string;
  readonly organisation: { readonly id: string; readonly title: string } | undefined;
  readonly now: CkanFields;
  /** What was sent for the version that the portal has, where that is known. */
  readonly before?: CkanFields;
}

const fieldWords: Readonly<Record<CkanField, string>> = {
  title: "title",
  notes: "description",
  license_id: "licence",
  maintainer: "maintainer",
  maintainer_email: "maintainer’s address",
  url: "link to the page",
};

/** @throws OpenDataError `portal-refused` where the portal has something else under that name */
export function planCkanPush(wish: CkanWish, there: CkanDataSet | undefined): CkanPlan {
  if (there === undefined) {
    const create = createCall(wish);
    return { calls: [create, ...reviseCall(wish, imagined(wish)).calls], kept: [] };
  }
  refuseOthers(wish, there);
  return reviseCall(wish, there);
}

function createCall({ id, name = ckanName(id), organisation, now }: CkanWish): CkanCreate {
  if (organisation === undefined) throw new Error("A new data set needs an organisation.");
  return {
    action: "package_create",
    words: `Make the data set “${name}” for ${organisation.title}, not public yet`,
    body: {
      name,
      owner_org: organisation.id,
      private: true,
      ...now.fields,
      extras: [{ key: markKey, value: now.extras[markKey] ?? "" }],
    },
  };
}

/** As it will be when it was created: so that the whole plan can be told before. */
function imagined({ id, name = ckanName(id), now }: CkanWish): CkanDataSet {
  const fields = { title: "", notes: "", license_id: "", maintainer: "", maintainer_email: "", url: "", ...now.fields };
  const mark = now.extras[markKey] ?? "";
  return {
    id: "",
    name,
    state: "active",
    private: true,
    modified: "",
    version: "",
    fields,
    tags: [],
    extras: [{ key: markKey, value: mark }],
    resources: [],
    mark,
    organisation: "",
  };
}

function refuseOthers({ version, now }: CkanWish, there: CkanDataSet): void {
  if (there.mark !== now.extras[markKey])
    throw new OpenDataError(
      "portal-refused",
      `The portal has a data set called “${there.name}” already that was not put there from here. It was left as it is. Give yours another name in the portal (--name).`,
    );
  if (there.state === "deleted")
    throw new OpenDataError(
      "portal-refused",
      `Somebody deleted “${there.name}” in the portal. It was left deleted. Restore it there, or give yours another name (--name).`,
    );
  if (there.version !== "" && Number(there.version) > Number(version))
    throw new OpenDataError(
      "portal-refused",
      `The portal has version ${there.version} of “${there.name}”, which is newer than version ${version} here. Nothing was changed. Push from the site that has the newer version.`,
    );
}

function reviseCall(wish: CkanWish, there: CkanDataSet): CkanPlan {
  const { now, before, version } = wish;
  const isNew = there.version === "";
  const kept: string[] = [];
  // Made by us a moment ago, or by a push that was stopped: what stands there is ours.
  const told = isNew ? (before ?? now) : before;
  const update: Record<string, unknown> = {};
  const done: string[] = [];
  for (const [field, value] of Object.entries(now.fields) as [CkanField, string][]) {
    const choice = chosen(there.fields[field], value, told?.fields[field]);
    if (choice === "set") update[field] = value;
    if (choice === "kept") kept.push(`The ${fieldWords[field]} was changed by hand in the portal, and stays.`);
  }
  if (Object.keys(update).length > 0)
    done.push(`change ${listed(Object.keys(update).map((field) => fieldWords[field as CkanField]))}`);
  const filter: string[] = [];
  const extras = newExtras(now, told, there, kept);
  if (extras !== undefined) {
    filter.push("-extras");
    update["extras"] = extras;
  }
  const tags = now.tags.filter((tag) => !there.tags.includes(tag));
  if (tags.length > 0) {
    filter.push("-tags");
    update["tags"] = [...there.tags, ...tags].map((name) => ({ name }));
    done.push(`add ${countOf(tags.length, "keyword")}`);
  }
  const files = resourceChanges(now.resources, told?.resources ?? [], there, kept);
  filter.push(...files.filter);
  if (files.words !== "") done.unshift(files.words);
  if (there.version !== version) update["version"] = version;
  if (isNew && there.private) {
    update["private"] = false;
    done.push("make it public");
  } else if (there.private) kept.push("Somebody made it private in the portal, and it stays private.");
  if (Object.keys(update).length === 0 && filter.length === 0 && Object.keys(files.body).length === 0)
    return { calls: [], kept };
  const words = `In one go: ${done.length === 0 ? "note the version" : done.join("; ")}`;
  const body = {
    // Whoever changes it at the same moment is not overwritten: CKAN then refuses the call.
    match: { id: there.id, metadata_modified: there.modified },
    ...(filter.length === 0 ? {} : { filter }),
    update,
    ...files.body,
  };
  return { calls: [{ action: "package_revise", words, body, uploads: files.uploads }], kept };
}

/** Ours, where nobody changed it by hand since it was sent. Where it is not known what was sent, only what is empty is filled. */
function chosen(there: string, now: string, before: string | undefined): "set" | "same" | "kept" {
  if (norm(there) === norm(now)) return "same";
  return there === "" || (before !== undefined && norm(before) === norm(there)) ? "set" : "kept";
}

/** Portals change line ends and trim. */
const norm = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The whole list, theirs among them; undefined where nothing changes. */
function newExtras(
  now: CkanFields,
  told: CkanFields | undefined,
  there: CkanDataSet,
  kept: string[],
): { readonly key: string; readonly value: string }[] | undefined {
  const extras = new Map(there.extras.map(({ key, value }) => [key, value]));
  let isChanged = false;
  for (const [key, value] of Object.entries(now.extras)) {
    const choice = chosen(extras.get(key) ?? "", value, told?.extras[key]);
    if (choice === "kept") kept.push(`“${key}” was changed by hand in the portal, and stays.`);
    if (choice !== "set") continue;
    extras.set(key, value);
    isChanged = true;
  }
  return isChanged ? [...extras].map(([key, value]) => ({ key, value })) : undefined;
}

interface ResourceChanges {
  readonly filter: string[];
  readonly body: Record<string, unknown>;
  readonly uploads: { field: string; file: string; mimetype: string }[];
  readonly words: string;
}

function resourceChanges(
  wanted: readonly CkanResource[],
  before: readonly CkanResource[],
  there: CkanDataSet,
  kept: string[],
): ResourceChanges {
  const ours = there.resources.filter(({ file, id }) => file !== "" && id !== "");
  const gone = ours.filter(({ file }) => !wanted.some((one) => one.file === file));
  const body: Record<string, unknown> = {};
  const uploads: ResourceChanges["uploads"] = [];
  const added: Record<string, unknown>[] = [];
  const [sent, linked]: [string[], string[]] = [[], []];
  for (const resource of wanted) {
    const found = ours.find(({ file }) => file === resource.file);
    const at = found?.id ?? String(there.resources.length - gone.length + added.length);
    const isSame = found !== undefined && holds(found, resource);
    const change = {
      ...words(resource, found, before, kept),
      ...(isSame ? {} : content(resource, found)),
    };
    if (!isSame && resource.link === undefined) {
      uploads.push({
        field: `update__resources__${at}__upload`,
        file: resource.file,
        mimetype: resource.mimetype,
      });
      sent.push(fileWords(resource));
    } else if (!isSame) linked.push(resource.file);
    if (found === undefined) added.push(change);
    else if (Object.keys(change).length > 0) body[`update__resources__${at}`] = change;
  }
  if (added.length > 0) body["update__resources__extend"] = added;
  return {
    filter: gone.map(({ id }) => `-resources__${id}`),
    body,
    uploads,
    words: [
      ...(sent.length === 0 ? [] : [`send ${listed(sent)}`]),
      ...(linked.length === 0 ? [] : [`link to ${listed(linked)}`]),
      ...(gone.length === 0
        ? []
        : [`take out ${listed(gone.map(({ file }) => file))}, which this version does not have`]),
    ].join("; "),
  };
}

function holds(found: CkanResourceThere, { sha256, link }: CkanResource): boolean {
  return found.sha256 === sha256 && (link === undefined ? found.isSent : found.url === link);
}

/** How a resource is called and described, as far as nobody did it otherwise by hand. */
function words(
  resource: CkanResource,
  found: CkanResourceThere | undefined,
  before: readonly CkanResource[],
  kept: string[],
): Record<string, string> {
  const { name, description, format } = resource;
  if (found === undefined) return { name, description, format };
  const sent = before.find(({ file }) => file === resource.file);
  const change: Record<string, string> = {};
  for (const field of ["name", "description", "format"] as const) {
    const choice = chosen(found[field], resource[field], sent?.[field]);
    if (choice === "set") change[field] = resource[field];
    if (choice === "kept") kept.push(`The ${field} of ${resource.file} was changed by hand in the portal, and stays.`);
  }
  return change;
}

function content(
  { file, sha256, mimetype, size, link }: CkanResource,
  found: CkanResourceThere | undefined,
): Record<string, unknown> {
  return {
    [fileKey]: file,
    [checksumKey]: sha256,
    mimetype,
    size,
    ...(link === undefined ? {} : { url: link, ...(found?.isSent === true ? { url_type: "" } : {}) }),
  };
}
