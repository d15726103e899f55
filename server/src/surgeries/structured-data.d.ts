/** Two packages for tests that bring no types of their own. */
declare module "@adobe/structured-data-validator" {
  export default class Validator {
    constructor(schemaOrg: object);
    validate(
      extracted: object,
    ): Promise<readonly { readonly issueMessage: string; readonly severity: "ERROR" | "WARNING" }[]>;
  }
}

declare module "@marbec/web-auto-extractor" {
  export default class WebAutoExtractor {
    constructor(options: { readonly addLocation?: boolean; readonly embedSource?: readonly string[] });
    parse(html: string): { readonly jsonld: Readonly<Record<string, readonly object[]>> };
  }
}
