/** The learner's page: one bundle and two lazy groups, with stand-ins for heavy libraries that a learner never reaches. */
import { rspack, type Configuration } from "@rspack/core";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { PageBuild } from "./bundle.ts";
import { readManifest } from "./core-meta.ts";
import { learnerExtensions } from "./extensions.ts";
import { entryFolder, generatedFolder, labFolder } from "./paths.ts";

const require = createRequire(import.meta.url);

/** Settings forms, schema compilers, notebook differences, language servers: each has a place in the full lab only. */
const standIns: Readonly<Record<string, string>> = {
  "@rjsf/core": "rjsf.js",
  "@rjsf/utils": "rjsf.js",
  "@rjsf/validator-ajv8": "rjsf.js",
  "@jupyterlab/lsp": "lsp.js",
  "@jupyterlab/metadataform": "metadataform.js",
  "@jupyterlab/fileeditor": "tokens.js",
  "@jupyterlab/logconsole": "tokens.js",
  ajv: "../../stand-ins/ajv.js",
  "nbdime/lib/diff/model": "nbdime.js",
  "nbdime/lib/diff/widget": "nbdime.js",
  "nbdime/lib/styles/variables.css": "nothing.css",
  "nbdime/lib/styles/common.css": "nothing.css",
  "nbdime/lib/styles/diff.css": "nothing.css",
  "nbdime/lib/upstreaming/flexpanel.css": "nothing.css",
  "nbdime/lib/common/collapsible.css": "nothing.css",
  "@fortawesome/fontawesome-free/css/all.min.css": "nothing.css",
  "@fortawesome/fontawesome-free/css/v4-shims.min.css": "nothing.css",
};

/** What every lesson shows: Markdown brings Python, TeX and its own extensions along. Other languages come one by one, should somebody write in them. */
const languagesOfALesson =
  /[\\/]node_modules[\\/](@(lezer|codemirror)[\\/](lang-)?(javascript|markdown|html|css|json|python|lr|common|highlight)[\\/]|@codemirror[\\/]legacy-modes[\\/]mode[\\/]stex|marked(-[a-z-]+)?[\\/])/;

export function learnerPage(): PageBuild {
  const output = entryFolder("learner");
  const generated = join(generatedFolder, "learner");
  rmSync(output, { recursive: true, force: true });
  mkdirSync(generated, { recursive: true });
  writeFileSync(join(generated, "style.js"), styleModule());
  return { configurations: [configuration(output, generated)], settings: settingsOfPage() };
}

/** Settings that are asked for under another name than a plugin's own. */
const alsoAskedFor: readonly string[] = [
  "@jupyterlab/codemirror-extension:plugin",
  "@jupyterlab/notebook-extension:panel",
  "@jupyterlab/translation-extension:plugin",
];

function settingsOfPage(): string[] {
  const file = join(labFolder, "src", "learner", "plugins.json");
  const plugins = JSON.parse(readFileSync(file, "utf8")) as string[];
  return [...plugins, ...alsoAskedFor].toSorted();
}

/** The style modules of the page's packages; JupyterLab keeps styles apart from code. */
function styleModule(): string {
  const lines = learnerExtensions.flatMap((name) => {
    const { styleModule: module } = (readManifest(name) ?? {}) as { styleModule?: string };
    return module === undefined ? [] : [`import ${JSON.stringify(`${name}/${module}`)};`];
  });
  return `${lines.join("\n")}\n`;
}

function configuration(output: string, generated: string): Configuration {
  const base = require("@jupyter/builder/lib/webpack.config.base") as Configuration;
  const standIn = (file: string): string => join(labFolder, "src", "learner", "stand-ins", file);
  const alias = Object.fromEntries(Object.entries(standIns).map(([name, file]) => [`${name}$`, standIn(file)]));
  return {
    ...base,
    mode: "production",
    context: labFolder,
    devtool: false,
    entry: { main: join(labFolder, "src", "learner", "bootstrap.js") },
    output: {
      ...base.output,
      path: output,
      publicPath: "auto",
      filename: "[name].[contenthash:10].js",
      chunkFilename: "[name].[contenthash:10].js",
      assetModuleFilename: "[name].[contenthash:10][ext]",
    },
    resolve: {
      ...base.resolve,
      alias: {
        ...alias,
        "generated-style": join(generated, "style.js"),
      },
    },
    externals: ["ws"],
    performance: { hints: false },
    optimization: {
      moduleIds: "deterministic",
      chunkIds: "deterministic",
      splitChunks: {
        chunks: "async",
        minSize: 20_000,
        cacheGroups: {
          mathjax: {
            test: /[\\/]node_modules[\\/]mathjax-full[\\/]/,
            name: "mathjax",
            chunks: "async",
            priority: 20,
            enforce: true,
          },
          languages: {
            test: languagesOfALesson,
            name: "languages",
            chunks: "async",
            priority: 10,
            enforce: true,
          },
        },
      },
    },
    plugins: [...(base.plugins ?? []), new rspack.IgnorePlugin({ resourceRegExp: /^mermaid$/ })],
  };
}
