/**
 * Which room may import what: the table of docs/architecture.md in a form that a test can hold against the code.
 * `own` are rooms of ours; `packages` are npm packages or scopes (`@scope/*`); `node` allows Node's own modules.
 */
export interface Room {
  /** Folder from the project's root. The longest match wins. */
  readonly folder: string;
  readonly own: readonly string[];
  readonly packages: readonly string[] | "any";
  readonly node: boolean;
}

const serverDomains = [
  "identity",
  "jupyter",
  "rooms",
  "grading",
  "progress",
  "sandbox",
  "workshops",
  "mail",
  "surgeries",
  "impact",
  "publishing",
] as const;

const publishFaces = ["packages/opendata/src/publish.ts", "packages/opendata/src/publish/browser.ts"] as const;

export const rooms: readonly Room[] = [
  { folder: "packages/contract", own: [], packages: ["zod"], node: false },
  { folder: "packages/jupyter", own: [], packages: ["zod"], node: true },
  { folder: "packages/grading", own: ["packages/contract", "packages/jupyter"], packages: ["zod"], node: true },
  { folder: "packages/opendata", own: ["packages/contract"], packages: "any", node: true },
  {
    folder: "packages/cli",
    own: ["packages/contract", "packages/jupyter", "packages/grading", "packages/opendata", "server"],
    packages: ["commander", "uqr"],
    node: true,
  },
  {
    folder: "kernel/src/core",
    own: ["packages/contract", "packages/jupyter"],
    packages: ["oxc-parser", "oxc-transform", "@jridgewell/trace-mapping", "@babel/standalone"],
    node: false,
  },
  {
    folder: "kernel/src/node",
    own: ["kernel/src/core", "packages/contract", "packages/jupyter"],
    packages: ["zeromq", "oxc-transform"],
    node: true,
  },
  {
    folder: "kernel/src/worker",
    own: ["kernel/src/core", "packages/jupyter"],
    packages: ["oxc-parser", "oxc-transform", "@napi-rs/wasm-runtime", "@emnapi/runtime"],
    node: false,
  },
  {
    folder: "server/src/http",
    own: ["packages/contract"],
    packages: ["express", "ws", "path-to-regexp", "zod", "sirv"],
    node: true,
  },
  {
    folder: "server/src/store",
    own: ["packages/contract"],
    packages: ["kysely", "better-sqlite3", "pg", "@electric-sql/pglite"],
    node: true,
  },
  ...serverDomains.map((domain) => ({
    folder: `server/src/${domain}`,
    own: [
      "server/src/http",
      "server/src/store",
      "packages/contract",
      "packages/jupyter",
      "packages/grading",
      ...serverDomains.filter((other) => other !== domain).map((other) => `server/src/${other}/index.ts`),
      // One maker of releases for the command, the panel and the server (docs/decisions/publishing-server.md).
      ...(domain === "publishing" ? publishFaces : []),
    ],
    packages: "any" as const,
    node: true,
  })),
  {
    folder: "server/src",
    own: ["server/src", "packages/contract", "packages/jupyter", "packages/grading"],
    packages: "any",
    node: true,
  },
  { folder: "server/browser", own: ["packages/contract"], packages: [], node: false },
  {
    folder: "extension",
    own: ["packages/contract", "packages/design", "packages/opendata/src/browser.ts"],
    packages: [
      "plotly.js-cartesian-dist-min",
      "plotly.js-geo-dist-min",
      "@jupyterlab/*",
      "@lumino/*",
      "@jupyter/*",
      "yjs",
      "y-protocols",
      "lib0",
    ],
    node: false,
  },
  { folder: "lab", own: ["extension", "packages/design"], packages: "any", node: true },
];

/** Tests may reach further: their own room's outside, test tools, and Node. */
export const testPackages: readonly string[] = ["vitest", "fast-check", "playwright-core", "axe-core"];

/** Server files that only `compose.ts` may construct things from; nobody else in src/ may import a domain's inside. */
export const composeFile = "server/src/compose.ts";
