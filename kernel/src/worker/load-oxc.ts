/**
 * The compiler in a browser: the same oxc, of the same version, as in Node. Its packages carry it as WebAssembly, which needs no
 * shared memory, but not the code around it; that is this file. A bundler puts `oxc-binding-*.ts` where `oxc-parser` and
 * `oxc-transform` expect their bindings (`kernel/scripts/pack.mjs`).
 */
import { createContext } from "@emnapi/runtime";
import { emnapiAsyncWorkPlugin, emnapiTSFNPlugin, instantiateNapiModule, WASI } from "@napi-rs/wasm-runtime";
import type { OxcModules } from "./messages.js";
import { putParser, type Binding as Parser } from "./oxc-binding-parser.js";
import { putTransform, type Binding as Transform } from "./oxc-binding-transform.js";

/** Pages of 64 kB to begin with: the largest that a module asks for, and room to grow. */
const firstPages = 1024;
const mostPages = 65_536;

export async function loadOxc({ parser, transform }: OxcModules): Promise<void> {
  const [parsing, transforming] = await Promise.all([load<Parser>(parser), load<Transform>(transform)]);
  putParser(parsing);
  putTransform(transforming);
}

async function load<Exports>(module: WebAssembly.Module): Promise<Exports> {
  const memory = new WebAssembly.Memory({ initial: firstPages, maximum: mostPages });
  const { napiModule } = await instantiateNapiModule(module, {
    context: createContext(),
    asyncWorkPoolSize: 0,
    plugins: [emnapiAsyncWorkPlugin, emnapiTSFNPlugin],
    wasi: new WASI({ version: "preview1" }),
    overwriteImports: (imports) => {
      imports["env"] = { ...imports["env"], ...imports["napi"], ...imports["emnapi"], memory };
      return imports;
    },
    beforeInit: ({ instance }) => {
      for (const [name, value] of Object.entries(instance.exports))
        if (name.startsWith("__napi_register__")) (value as () => void)();
    },
  });
  return napiModule.exports as Exports;
}
