/** A data set as a portal shows it. What a portal answers is not believed: each part is looked at before it is used. */
import { listOf, objectOf, partOf } from "../../find/answer-parts.js";
import { checksumKey, fileKey, markKey, type CkanField } from "./ckan-fields.js";

export interface CkanResourceThere {
  readonly id: string;
  /** "" for what somebody else put there. */
  readonly file: string;
  readonly sha256: string;
  readonly url: string;
  /** Whether its file lies in the portal, or is linked to. */
  readonly isSent: boolean;
  readonly name: string;
  readonly description: string;
  readonly format: string;
}

export interface CkanDataSet {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly private: boolean;
  /** Changes with every change: what a change is made against. */
  readonly modified: string;
  /** "" until a version of ours has come there whole. */
  readonly version: string;
  readonly fields: Readonly<Record<CkanField, string>>;
  readonly tags: readonly string[];
  readonly extras: readonly { readonly key: string; readonly value: string }[];
  readonly resources: readonly CkanResourceThere[];
  /** `data_surgery_set`; "" for what was not put there by this. */
  readonly mark: string;
  readonly organisation: string;
}

/** The result of `package_show`, `package_create` or in that of `package_revise`; undefined where it is none. */
export function parseCkanDataSet(value: unknown): CkanDataSet | undefined {
  const [id, name] = [plain(partOf(value, "id")), plain(partOf(value, "name"))];
  if (!/^[\w-]{1,100}$/.test(id) || !/^[\w-]{1,100}$/.test(name)) return undefined;
  const extras = listOf(partOf(value, "extras")).flatMap((one) => {
    const key = plain(partOf(one, "key"));
    return key === "" ? [] : [{ key, value: plain(partOf(one, "value")) }];
  });
  return {
    id,
    name,
    state: plain(partOf(value, "state")),
    private: partOf(value, "private") === true,
    modified: plain(partOf(value, "metadata_modified")),
    version: /^[1-9]\d{0,8}$/.exec(plain(partOf(value, "version")))?.[0] ?? "",
    fields: {
      title: plain(partOf(value, "title")),
      notes: plain(partOf(value, "notes")),
      license_id: plain(partOf(value, "license_id")),
      maintainer: plain(partOf(value, "maintainer")),
      maintainer_email: plain(partOf(value, "maintainer_email")),
      url: plain(partOf(value, "url")),
    },
    tags: listOf(partOf(value, "tags")).flatMap((one) => plain(partOf(one, "name")) || []),
    extras,
    resources: listOf(partOf(value, "resources")).map(resourceOf),
    // Portals with fields of their own (scheming) may show an extra as a field.
    mark: extras.find(({ key }) => key === markKey)?.value ?? plain(partOf(value, markKey)),
    organisation: plain(partOf(value, "organization", "title")) || plain(partOf(value, "organization", "name")),
  };
}

function resourceOf(value: unknown): CkanResourceThere {
  const text = (name: string): string => plain(partOf(value, name));
  return {
    id: /^[\w-]{5,100}$/.test(text("id")) ? text("id") : "",
    file: text(fileKey),
    sha256: text(checksumKey),
    url: text("url"),
    isSent: text("url_type") === "upload",
    name: text("name"),
    description: text("description"),
    format: text("format"),
  };
}

export interface CkanOrganisation {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

export function parseOrganisations(value: unknown): CkanOrganisation[] {
  return listOf(value).flatMap((one) => {
    const [id, name] = [plain(partOf(one, "id")), plain(partOf(one, "name"))];
    if (objectOf(one) === undefined || id === "" || name === "") return [];
    return [{ id, name, title: plain(partOf(one, "title")) || name }];
  });
}

/** At most what a field may hold; numbers as text. Nothing else is text. */
function plain(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.slice(0, 100_000) : "";
}
