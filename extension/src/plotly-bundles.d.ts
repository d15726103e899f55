/** The bundles have no types of their own. */
// oxlint-disable typescript/consistent-type-imports -- a file that declares modules may have no import of its own
declare module "plotly.js-cartesian-dist-min" {
  const plotly: import("./widgets/load-plotly.js").Plotly;
  export default plotly;
}

declare module "plotly.js-geo-dist-min" {
  const plotly: import("./widgets/load-plotly.js").Plotly;
  export default plotly;
}
