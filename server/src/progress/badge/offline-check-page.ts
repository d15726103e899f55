/** The check of badges as one file to keep: no server, no network, and a policy of its own that allows neither. */
import { html, renderHtml, trustedHtml } from "../../http/index.js";

/** @param script our own compiled script (server/browser/src/check-badge-file.ts) */
export function offlineCheckPage(script: string): string {
  const inline = script.replace(/^export \{\};$/m, "").replaceAll("</script", "<\\/script");
  return renderHtml(
    html`<!doctype html>
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
          />
          <title>Check a badge · Data Surgery</title>
          <style>
            body {
              max-width: 42rem;
              margin: 0 auto;
              padding: 1.5rem;
              font:
                1.0625rem/1.5 system-ui,
                sans-serif;
            }
            input {
              display: block;
              min-height: 44px;
              max-width: 100%;
              margin: 0.5rem 0 1.5rem;
              font: inherit;
            }
            dd {
              margin: 0 0 1rem;
              white-space: pre-wrap;
            }
            dt,
            label {
              font-weight: 600;
            }
            p,
            dd {
              overflow-wrap: anywhere;
            }
          </style>
        </head>
        <body>
          <main>
            <h1>Check a badge</h1>
            <p>This page works without any network. What you choose stays on this device.</p>
            <label for="file">Badge file (SVG, PNG, JSON or JWT)</label>
            <input type="file" id="file" accept=".svg,.png,.json,.jwt,.txt" />
            <div role="status">
              <h2 id="head">No badge chosen yet</h2>
              <p id="words"></p>
            </div>
            <dl id="facts"></dl>
          </main>
          <script type="module">
            ${trustedHtml(inline)};
          </script>
        </body>
      </html> `,
  );
}
