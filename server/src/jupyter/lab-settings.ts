/**
 * JupyterLab's settings: schemas come with the packages, what a person changed is kept per person. The text a person wrote is
 * JSON with comments and is kept as written; defaults are filled in by the front end.
 */
import { AppError } from "@data-surgery/contract";
import { isDeeperThan } from "@data-surgery/jupyter";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { Validator } from "@cfworker/json-schema";
import JSON5 from "json5";
import type { FrontEndStore } from "./front-end-store.js";

export interface PluginSettings {
  readonly id: string;
  readonly schema: unknown;
  readonly version: string;
  readonly raw: string;
  readonly settings: unknown;
  readonly last_modified: string | null;
  readonly created: string | null;
  readonly warning: null;
}

interface Schema {
  readonly id: string;
  readonly schema: object;
  readonly version: string;
}

/** Schema folders in order; a later one replaces an earlier one of the same package (a prebuilt extension its compiled-in twin). */
export function readSchemas(folders: readonly string[]): Map<string, Schema> {
  const schemas = new Map<string, Schema>();
  for (const folder of folders.filter((path) => existsSync(path))) {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
    for (const file of files) {
      const parts = file.split(sep);
      const plugin = parts.pop()?.slice(0, -".json".length) ?? "";
      const name = parts.join("/");
      const id = `${name}:${plugin}`;
      if (name === "" || plugin === "package") continue;
      schemas.set(id, {
        id,
        schema: JSON.parse(readFileSync(join(folder, file), "utf8")) as object,
        version: versionOf(join(folder, ...parts)),
      });
    }
  }
  return schemas;
}

function versionOf(folder: string): string {
  for (const name of ["package.json.orig", "package.json"]) {
    const file = join(folder, name);
    if (!existsSync(file) || !statSync(file).isFile()) continue;
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    if (typeof version === "string") return version;
  }
  return "0.0.0";
}

/** Longest settings text that is kept, in characters. */
const longest = 100_000;

export class LabSettings {
  readonly #schemas: ReadonlyMap<string, Schema>;
  readonly #store: FrontEndStore;
  /** What a page starts with before anybody changed anything; a person's own text replaces it. */
  readonly #overrides: Readonly<Record<string, object>>;

  constructor(schemas: ReadonlyMap<string, Schema>, store: FrontEndStore, overrides: Readonly<Record<string, object>>) {
    this.#schemas = schemas;
    this.#store = store;
    this.#overrides = overrides;
  }

  async list(personId: string): Promise<PluginSettings[]> {
    const own = await this.#store.settings(personId);
    return [...this.#schemas.values()].map((schema) => this.#model(schema, own.get(schema.id)));
  }

  async get(personId: string, id: string): Promise<PluginSettings> {
    const schema = this.#known(id);
    const own = await this.#store.settings(personId);
    return this.#model(schema, own.get(id));
  }

  /** @throws AppError `lab.bad-settings` when the text is not JSON, not an object, not what the schema says, or too long */
  async put(personId: string, id: string, raw: string): Promise<void> {
    const { schema } = this.#known(id);
    if (raw.length > longest) throw new AppError("lab.bad-settings", { reason: "they are too long" });
    assertFits(parseSettings(raw), schema);
    await this.#store.putSettings(personId, id, raw, Date.now());
  }

  #known(id: string): Schema {
    const schema = this.#schemas.get(id);
    if (schema === undefined) throw new AppError("http.not-found");
    return schema;
  }

  #model(schema: Schema, own: { readonly raw: string; readonly at: number } | undefined): PluginSettings {
    const override = this.#overrides[schema.id];
    const raw = own?.raw ?? (override === undefined ? "{}" : JSON.stringify(override));
    const at = own === undefined ? null : new Date(own.at).toISOString();
    return { ...schema, raw, settings: parseSettings(raw), last_modified: at, created: at, warning: null };
  }
}

function assertFits(settings: object, schema: Schema["schema"]): void {
  const [fault] = new Validator(schema, "7").validate(settings).errors.toReversed();
  if (fault !== undefined)
    throw new AppError("lab.bad-settings", { reason: `${fault.instanceLocation.slice(1) || "/"}: ${fault.error}` });
}

function parseSettings(raw: string): object {
  let value: unknown;
  try {
    value = raw.trim() === "" ? {} : JSON5.parse(raw);
  } catch (error) {
    throw new AppError(
      "lab.bad-settings",
      { reason: error instanceof Error ? error.message : "they are not JSON" },
      { cause: error },
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AppError("lab.bad-settings", { reason: "they must be an object" });
  if (isDeeperThan(value, 100)) throw new AppError("lab.bad-settings", { reason: "they are nested too deeply" });
  return value;
}
