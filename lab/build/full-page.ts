/** The full lab: module federation, so that prebuilt extensions find their packages in the page. */
import { rspack, type Configuration } from "@rspack/core";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { PageBuild } from "./bundle.ts";
import { fullExtensions, fullMimeExtensions } from "./extensions.ts";
import { entryFolder, generatedFolder, labFolder } from "./paths.ts";
import { sharedPackages } from "./shared-packages.ts";

const require = createRequire(import.meta.url);

interface JupyterBuilder {
  readonly Build: {
    ensureAssets(options: {
      packageNames: readonly string[];
      output: string;
      schemaOutput: string;
      themeOutput: string;
    }): Configuration[];
  };
}

export function fullPage(): PageBuild {
  const output = entryFolder("full");
  const generated = join(generatedFolder, "full");
  rmSync(output, { recursive: true, force: true });
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(generated, { recursive: true });
  const { Build } = require("@jupyter/builder") as JupyterBuilder;
  const packageNames = [...fullExtensions, ...Object.keys(fullMimeExtensions)];
  // Schemas and themes are served from dist/, beside the pages.
  const themes = Build.ensureAssets({
    packageNames,
    output: generated,
    schemaOutput: join(labFolder, "dist"),
    themeOutput: join(labFolder, "dist"),
  });
  writeFileSync(join(generated, "extensions.js"), extensionModule());
  const styles = themes.map((theme) => ({ ...theme, devtool: false as const, mode: "production" as const }));
  return { configurations: [configuration(output, generated), ...styles], settings: [] };
}

/** A module that names every package literally, because the bundler must see the names. */
function extensionModule(): string {
  const entry = (name: string, path: string): string =>
    `  ${JSON.stringify(name)}: () => import(${JSON.stringify(path === "" ? name : `${name}/${path}`)}),`;
  const plugins = fullExtensions.map((name) => entry(name, ""));
  const mimes = Object.entries(fullMimeExtensions).map(([name, path]) => entry(name, path));
  return [
    'import "./style.js";',
    "export const extensions = {",
    ...plugins,
    "};",
    "export const mimeExtensions = {",
    ...mimes,
    "};",
    "",
  ].join("\n");
}

function configuration(output: string, generated: string): Configuration {
  const base = require("@jupyter/builder/lib/webpack.config.base") as Configuration;
  const shared = sharedPackages([...fullExtensions, ...Object.keys(fullMimeExtensions)]);
  return {
    ...base,
    mode: "production",
    context: labFolder,
    devtool: false,
    entry: { main: join(labFolder, "src", "full", "bootstrap.js") },
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
        "generated-extensions": join(generated, "extensions.js"),
        // Both write functions as text and evaluate them, which the content security policy forbids.
        ajv$: join(labFolder, "src", "stand-ins", "ajv.js"),
        "@rjsf/validator-ajv8$": join(labFolder, "src", "full", "form-validator.js"),
      },
    },
    externals: ["ws"],
    performance: { hints: false },
    optimization: {
      moduleIds: "deterministic",
      chunkIds: "deterministic",
      splitChunks: {
        chunks: "all",
        cacheGroups: {
          core: { test: /[\\/]node_modules[\\/]@(jupyterlab|lumino)[\\/](?!datagrid)/, name: "core", priority: 10 },
        },
      },
    },
    plugins: [
      ...(base.plugins ?? []),
      new rspack.container.ModuleFederationPluginV1({
        library: { type: "var", name: ["_JUPYTERLAB", "CORE_LIBRARY_FEDERATION"] },
        name: "CORE_FEDERATION",
        shared,
      }),
    ],
  };
}
