/** What this kernel is (kernel_info_reply). Apart from the rest so that it can be answered before the rest is loaded. */
export const protocolVersion = "5.4";

export function kernelInfo(version: string, platform: string): Readonly<Record<string, unknown>> {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "data-surgery",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: "7.0",
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    banner: `Data Surgery ${version}: TypeScript on ${platform}`,
    debugger: false,
    supported_features: [],
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "JavaScript", url: "https://developer.mozilla.org/docs/Web/JavaScript" },
    ],
  };
}
