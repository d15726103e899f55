/** The little of it that is used: the package brings no types. */
declare module "@napi-rs/wasm-runtime" {
  import type { Context } from "@emnapi/runtime";

  interface InstantiateOptions {
    readonly context: Context;
    readonly asyncWorkPoolSize: number;
    readonly plugins: readonly unknown[];
    readonly wasi: WASI;
    readonly overwriteImports: (imports: WebAssembly.Imports) => WebAssembly.Imports;
    readonly beforeInit: (source: { readonly instance: WebAssembly.Instance }) => void;
  }
  export function instantiateNapiModule(
    module: WebAssembly.Module,
    options: InstantiateOptions,
  ): Promise<{ readonly napiModule: { readonly exports: unknown } }>;
  export class WASI {
    constructor(options: { readonly version: "preview1" });
  }
  export const emnapiAsyncWorkPlugin: unknown;
  export const emnapiTSFNPlugin: unknown;
}
