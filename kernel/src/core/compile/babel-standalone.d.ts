/** The little of it that is used: the package brings no types. */
declare module "@babel/standalone" {
  const babel: {
    transform(
      code: string,
      options: {
        readonly plugins: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
        readonly parserOpts: { readonly plugins: readonly string[] };
        readonly sourceMaps: boolean;
        readonly compact: boolean;
        readonly filename: string;
      },
    ): { readonly code: string; readonly map: object };
  };
  // oxlint-disable-next-line import/no-default-export -- so it is published
  export default babel;
}
