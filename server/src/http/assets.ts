/**
 * Styles, typefaces and scripts of the server-rendered pages. Read once at start, and served packed below an address that
 * holds a hash of all of them: browsers may keep them for ever, and a new version is a new address.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import { AppError } from "@data-surgery/contract";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { route, type AnyRoute, type Reply } from "./route.js";

export interface Assets {
  /** Address of a file by its name, such as `base.css`. */
  readonly url: (name: string) => string;
  readonly routes: readonly AnyRoute[];
}

interface AssetFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Smaller forms, where packing is worth it, best first. */
  readonly packed: readonly { readonly encoding: string; readonly bytes: Buffer }[];
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** @param folders `packages/design` and the compiled `server/browser`; a folder that is not built yet adds nothing */
export function readAssets(folders: { readonly design: string; readonly browser: string }): Assets {
  const files = new Map<string, AssetFile>();
  readStyles(join(folders.design, "src"), files);
  for (const name of namesIn(folders.browser)) {
    if (extname(name) === ".js") files.set(name, packed(name, readFileSync(join(folders.browser, name))));
  }
  const version = versionOf(files);
  return {
    url: (name) => `/assets/${version}/${name}`,
    routes: [
      route({
        method: "GET",
        path: "/assets/:version/:name",
        access: "public",
        handle: ({ params, request }) => {
          const file = params["version"] === version ? files.get(params["name"] ?? "") : undefined;
          if (file === undefined) throw new AppError("http.not-found");
          return reply(file, acceptedBy(request.headers["accept-encoding"]));
        },
      }),
    ],
  };
}

/** Browsers take brotli under https only, so a venue's plain http gets gzip. */
function acceptedBy(header: string | string[] | undefined): ReadonlySet<string> {
  return new Set(
    String(header ?? "")
      .split(",")
      .map((entry) => entry.split(";")[0]?.trim() ?? ""),
  );
}

function reply(file: AssetFile, accepted: ReadonlySet<string>): Reply {
  const headers: Record<string, string> = {
    "Content-Type": file.type,
    "Cache-Control": "public, max-age=31536000, immutable",
    Vary: "Accept-Encoding",
  };
  const packed = file.packed.find(({ encoding }) => accepted.has(encoding));
  if (packed === undefined) return { headers, bytes: file.bytes };
  return { headers: { ...headers, "Content-Encoding": packed.encoding }, bytes: packed.bytes };
}

/** Typefaces are named in the styles by their package; they are served flat beside the styles. */
function readStyles(folder: string, files: Map<string, AssetFile>): void {
  const resolve = createRequire(join(folder, "base.css")).resolve;
  for (const name of namesIn(folder).filter((file) => extname(file) === ".css")) {
    const text = readFileSync(join(folder, name), "utf8").replaceAll(
      /url\("(@fontsource-variable\/[^"]+\.woff2)"\)/g,
      (_whole, path: string) => {
        const font = basename(path);
        files.set(font, { type: types[".woff2"] ?? "", bytes: readFileSync(resolve(path)), packed: [] });
        return `url("${font}")`;
      },
    );
    files.set(name, packed(name, Buffer.from(text)));
  }
  for (const name of namesIn(folder).filter((file) => extname(file) === ".svg")) {
    files.set(name, packed(name, readFileSync(join(folder, name))));
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Packed when the first browser asks: packing all of them takes memory and time that the start should not cost. */
function packed(name: string, bytes: Buffer): AssetFile {
  const packed = [
    packedOnce("br", () => brotliCompressSync(bytes)),
    packedOnce("gzip", () => gzipSync(bytes, { level: 9 })),
  ];
  return { type: types[extname(name)] ?? "application/octet-stream", bytes, packed };
}

function packedOnce(encoding: string, pack: () => Buffer): AssetFile["packed"][number] {
  let kept: Buffer | undefined;
  return {
    encoding,
    get bytes() {
      kept ??= pack();
      return kept;
    },
  };
}

function versionOf(files: ReadonlyMap<string, AssetFile>): string {
  const hash = createHash("sha256");
  for (const [name, { bytes }] of files) hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return hash.digest("hex").slice(0, 12);
}
