/** Everything that can be set from outside, read once, all faults reported together. */
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { licences, type LicenceName } from "./impact/index.js";
import type { MailConfig } from "./mail/index.js";
import { isolationLevels, type IsolationLevel } from "./sandbox/index.js";
import type { StoreLocation } from "./store/index.js";

/** Settings as the command line hands them over: text or absent. */
export interface ConfigInput {
  readonly port?: string | undefined;
  readonly lan?: boolean | undefined;
  readonly data?: string | undefined;
  readonly publicUrl?: string | undefined;
  readonly isolation?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ServerConfig {
  /** Address to bind: loopback, or every interface with `--lan`. */
  readonly bind: "127.0.0.1" | "0.0.0.0";
  /** 0 lets the system choose. */
  readonly port: number;
  /** True when the person named the port: then a taken one is an error, else the next free one is used. */
  readonly portFixed: boolean;
  /** Where a proxy in front is reached, such as `https://surgery.example.org`. */
  readonly publicUrl?: URL;
  readonly dataDir: string;
  readonly store: StoreLocation;
  readonly paths: ProjectPaths;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** How strongly kernels must be kept apart; "auto": as strongly as this computer can. */
  readonly isolation: IsolationLevel | "auto";
  /** Where e-mail is handed over; without it none is sent, and pages say so. */
  readonly mail?: MailConfig;
  /** Whether portals and sources inside this network may be asked: an address that somebody types could lead there otherwise. */
  readonly reachesLocal: boolean;
  /** Whether the sources of published data are looked at once a week. */
  readonly checksSources: boolean;
  /** On what terms others may use the figures of surgeries. */
  readonly openDataLicence: LicenceName;
}

/** Built parts and lesson sources, found from the project's root. */
export interface ProjectPaths {
  readonly root: string;
  readonly lab: string;
  readonly notebooks: string;
  readonly curricula: string;
  readonly runner: string;
  /** Flags for Node that let it start sooner. */
  readonly runnerFlags: readonly string[];
  /** Loaded ahead of a kernel, so that its `fetch` reaches the open-data sites. */
  readonly openDataFetch: string;
  /** Our kernel's folder, built. */
  readonly kernel: string;
  readonly design: string;
  readonly browser: string;
  readonly nodeModules: string;
  /** All that kernels and checks may read of the project. */
  readonly visible: readonly string[];
}

export const defaultPort = 8800;

export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "ConfigError";
    this.faults = faults;
  }
}

/** @throws ConfigError naming every setting that can't be used and what was expected */
export function parseConfig(input: ConfigInput): ServerConfig {
  const faults: string[] = [];
  const port = parsePort(input.port, faults);
  const publicUrl = parsePublicUrl(input.publicUrl, faults);
  const logLevel = parseLogLevel(input.env["SURGERY_LOG"], faults);
  const isolation = parseIsolation(input.isolation, faults);
  const mail = parseMail(input.env["SURGERY_SMTP"], input.env["SURGERY_MAIL_FROM"], faults);
  const openDataLicence = parseLicence(input.env["SURGERY_OPEN_DATA_LICENCE"], faults);
  const reachesLocal = parseYesNo(input.env, "SURGERY_REACH_LOCAL", false, faults);
  // A server for one computer, as tests and trials start it, asks nobody on the web by itself.
  const isShared = input.lan === true || publicUrl !== undefined;
  const checksSources = parseYesNo(input.env, "SURGERY_CHECK_SOURCES", isShared, faults);
  const dataDir = resolve(input.data ?? "data");
  const store = parseStore(input.env["DATABASE_URL"], dataDir, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    bind: input.lan === true ? "0.0.0.0" : "127.0.0.1",
    port: port ?? defaultPort,
    portFixed: port !== undefined,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    dataDir,
    store,
    paths: projectPaths(findRoot()),
    logLevel,
    isolation,
    openDataLicence,
    reachesLocal,
    checksSources,
    ...(mail === undefined ? {} : { mail }),
  };
}

function parseMail(server: string | undefined, from: string | undefined, faults: string[]): MailConfig | undefined {
  if (server === undefined || server === "") return undefined;
  if (!URL.canParse(server) || !["smtp:", "smtps:"].includes(new URL(server).protocol)) {
    faults.push("SURGERY_SMTP must look like smtp://user:password@mail.example.org:587.");
  }
  if (from === undefined || !from.includes("@")) {
    faults.push("SURGERY_MAIL_FROM must say who writes, such as: Open data surgeries <surgeries@example.org>.");
  }
  return { server, from: from ?? "" };
}

function parseYesNo(env: ConfigInput["env"], name: string, usually: boolean, faults: string[]): boolean {
  const text = env[name] ?? "";
  if (text !== "" && text !== "yes" && text !== "no") faults.push(`${name} must be yes or no, not “${text}”.`);
  return text === "" ? usually : text === "yes";
}

function parseLicence(text: string | undefined, faults: string[]): LicenceName {
  const names = Object.keys(licences) as LicenceName[];
  const name = names.find((one) => one === (text === undefined || text === "" ? "CC-BY-4.0" : text));
  if (name === undefined) faults.push(`SURGERY_OPEN_DATA_LICENCE must be one of ${names.join(", ")}, not “${text}”.`);
  return name ?? "CC-BY-4.0";
}

function parseIsolation(text: string | undefined, faults: string[]): ServerConfig["isolation"] {
  const levels = ["auto", ...isolationLevels] as const;
  const level = levels.find((name) => name === (text ?? "auto"));
  if (level === undefined) faults.push(`--isolation must be one of ${levels.join(", ")}, not “${text}”.`);
  return level ?? "auto";
}

function parsePort(text: string | undefined, faults: string[]): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  faults.push(`--port must be a whole number from 0 to 65535, not “${text}”. 0 lets the system choose a free one.`);
  return undefined;
}

function parsePublicUrl(text: string | undefined, faults: string[]): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ["http:", "https:"].includes(url.protocol) && url.pathname === "/") return url;
  faults.push(`--public-url must look like https://surgery.example.org (no path), not “${text}”.`);
  return undefined;
}

function parseLogLevel(text: string | undefined, faults: string[]): ServerConfig["logLevel"] {
  const levels = ["debug", "info", "warn", "error"] as const;
  const level = levels.find((name) => name === (text ?? "warn"));
  if (level === undefined) faults.push(`SURGERY_LOG must be one of ${levels.join(", ")}, not “${text}”.`);
  return level ?? "warn";
}

function parseStore(url: string | undefined, dataDir: string, faults: string[]): StoreLocation {
  if (url === undefined || url === "") return { type: "sqlite", file: join(dataDir, "surgery.db") };
  if (/^postgres(ql)?:\/\//.test(url)) return { type: "postgres", url };
  faults.push("DATABASE_URL must start with postgres:// (leave it out to use a SQLite file in the data folder).");
  return { type: "postgres", url };
}

/** The nearest folder above this file that holds `notebooks/`: the same from src and from dist. */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "notebooks"))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new ConfigError([
        "The folder “notebooks” was not found above the server. Run from a complete copy of the project.",
      ]);
    folder = parent;
  }
  return folder;
}

/** Packed (`pack.mjs`) since it was last compiled. */
function isPacked(folder: string): boolean {
  const timeOf = (...path: string[]): number =>
    statSync(join(folder, ...path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return timeOf("dist", "packed", "index.js") > timeOf("tsconfig.tsbuildinfo");
}

function projectPaths(root: string): ProjectPaths {
  return {
    root,
    lab: join(root, "lab", "dist"),
    notebooks: join(root, "notebooks"),
    curricula: join(root, "curricula"),
    runner: join(root, "kernel", "dist", "node", "runner.js"),
    runnerFlags: isPacked(join(root, "packages", "opendata")) ? ["--conditions=packed"] : [],
    openDataFetch: join(root, "kernel", "dist", "node", "open-data-fetch.cjs"),
    kernel: join(root, "kernel"),
    design: join(root, "packages", "design"),
    browser: join(root, "server", "browser", "dist"),
    nodeModules: join(root, "node_modules"),
    visible: [
      "node_modules",
      "kernel",
      "packages/contract",
      "packages/jupyter",
      "packages/opendata",
      // danfojs-node, where it is installed, stands on it.
      "vendor/tfjs-node-shim",
    ].map((path) => join(root, path)),
  };
}
