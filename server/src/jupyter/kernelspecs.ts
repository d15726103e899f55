/**
 * Which kernels this computer has: our own first, then every `kernel.json` in Jupyter's data folders
 * (https://jupyter-client.readthedocs.io/en/stable/kernels.html). A broken one is left out, not fatal.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { z } from "zod";

export interface Kernelspec {
  readonly name: string;
  readonly argv: readonly string[];
  readonly displayName: string;
  readonly language: string;
  readonly interruptMode: "signal" | "message";
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Folder with logos, if it came from disk. */
  readonly folder?: string;
  /**
   * How it names the sockets of a connection file with transport "ipc": by Jupyter's convention `<ip>-<port>`, or as tslab does
   * `<ip>:<port>`; "tcp" when it can do nothing else. Absent: not known.
   */
  readonly sockets?: "ipc" | "ipc-colon" | "tcp";
  /** True when it can be started with `--wait` in place of a connection file and be given its work later. */
  readonly waits?: boolean;
}

const KernelJson = z.object({
  argv: z.array(z.string()).min(1),
  display_name: z.string(),
  language: z.string(),
  interrupt_mode: z.enum(["signal", "message"]).default("signal"),
  env: z.record(z.string(), z.string()).default({}),
  metadata: z.record(z.string(), z.unknown()).default({}),
});

export interface Kernelspecs {
  readonly defaultName: string;
  list(): readonly Kernelspec[];
  find(name: string): Kernelspec | undefined;
}

/** Jupyter's data folders, the nearest to the person first. */
export function jupyterDataFolders(env: Readonly<Record<string, string | undefined>>): string[] {
  const extra = (env["JUPYTER_PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const own =
    env["JUPYTER_DATA_DIR"] ??
    join(homedir(), process.platform === "darwin" ? "Library/Jupyter" : ".local/share/jupyter");
  return [...extra, own, "/usr/local/share/jupyter", "/usr/share/jupyter"];
}

/** Looks once; kernels installed later show after a restart of the server. */
export function findKernelspecs(own: readonly Kernelspec[], folders: readonly string[]): Kernelspecs {
  const found = new Map(own.map((spec) => [spec.name, spec]));
  for (const folder of folders.map((data) => join(data, "kernels"))) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      const spec = readSpec(name.toLowerCase(), join(folder, name));
      if (spec !== undefined && !found.has(spec.name)) found.set(spec.name, spec);
    }
  }
  const specs = [...found.values()];
  return { defaultName: own[0]?.name ?? specs[0]?.name ?? "", list: () => specs, find: (name) => found.get(name) };
}

function readSpec(name: string, folder: string): Kernelspec | undefined {
  const file = join(folder, "kernel.json");
  if (!/^[a-z0-9._-]+$/.test(name) || !existsSync(file)) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const parsed = KernelJson.safeParse(raw);
  if (!parsed.success) return undefined;
  const { display_name, interrupt_mode, ...rest } = parsed.data;
  const sockets = socketsOf(rest.argv);
  return {
    name,
    displayName: display_name,
    interruptMode: interrupt_mode,
    ...rest,
    folder,
    ...(sockets === undefined ? {} : { sockets }),
  };
}

/** Two kernels that do not follow the convention, recognised by their program. */
function socketsOf(argv: readonly string[]): Kernelspec["sockets"] {
  const programs = argv.slice(0, 2).map((part) => basename(part).replace(/\.(exe|cmd)$/i, ""));
  if (programs.includes("tslab")) return "ipc-colon";
  return programs.includes("deno") ? "tcp" : undefined;
}

/** Heap of our kernel in megabytes: about 60 % of what a kernel may hold, for data outside the heap counts as well. */
const heapMb = 640;

/** Our own kernel. @param folder the kernel's, which holds `dist` once it is built */
export function surgerySpec(folder: string): Kernelspec | undefined {
  const main = join(folder, "dist", "node", "main.js");
  if (!existsSync(main)) return undefined;
  return {
    name: "surgery",
    argv: [process.execPath, `--max-old-space-size=${heapMb}`, "--no-warnings", main, "{connection_file}"],
    displayName: "TypeScript",
    language: "typescript",
    interruptMode: "message",
    sockets: "ipc",
    waits: true,
    env: {},
    metadata: {},
  };
}

/** tslab without its Python installer: its script run by our own Node. */
export function tslabSpec(nodeModules: string): Kernelspec | undefined {
  const script = join(nodeModules, "tslab", "bin", "tslab");
  if (!existsSync(script)) return undefined;
  return {
    name: "tslab",
    argv: [process.execPath, script, "kernel", "--config-path", "{connection_file}"],
    displayName: "TypeScript (tslab)",
    language: "typescript",
    interruptMode: "signal",
    sockets: "ipc-colon",
    env: {},
    metadata: {},
  };
}
