/** Published pages hold what strangers typed into spreadsheets: nothing in them may run, load, or send anything. */
export const pagePolicy: string = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const pageHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": pagePolicy,
  "X-Content-Type-Options": "nosniff",
};
