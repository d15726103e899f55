/** The frame of every server-rendered page: head, skip link, name, main. No inline script or style: the content policy forbids scripts. */
import type { Assets } from "./assets.js";
import { html, renderHtml, type Html } from "./html.js";
import { icon } from "./icon.js";

export interface PublicPage {
  /** What the tab shows, before the name of the product. */
  readonly title: string;
  readonly main: Html;
  /** Stands at the right of the name: who is here, and where they can go. */
  readonly side?: Html;
  /** Names of style files beyond the base. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
  /** For those who don't look but read: description, feeds, what search engines and other sites show. */
  readonly head?: Html;
  /** For the wall: larger, and without names. */
  readonly projector?: boolean;
}

export type RenderPage = (page: PublicPage) => string;

export interface PageRendererOptions {
  /** Nothing on these pages is real: each says so. */
  readonly invented?: boolean;
}

export function createPageRenderer(assets: Assets, options: PageRendererOptions = {}): RenderPage {
  return (page) => renderHtml(frame(page, assets, options));
}

function frame(page: PublicPage, { url }: Assets, { invented }: PageRendererOptions): Html {
  const styles = ["tokens.css", "fonts.css", "base.css", ...(page.styles ?? [])];
  return html`<!doctype html>
    <html lang="en-GB" ${page.projector === true && html` data-projector`}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · Data Surgery</title>
        <link rel="icon" href="${url("icon.svg")}" type="image/svg+xml" />
        ${styles.map((name) => html`<link rel="stylesheet" href="${url(name)}" />`)}
        ${(page.scripts ?? []).map((name) => html`<script type="module" src="${url(name)}"></script>`)} ${page.head}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the page</a>
        ${
          invented === true &&
          html`<p class="invented">
            <strong>Invented data.</strong> The people, places, figures and stories here do not exist.
          </p>`
        }
        <header class="site">
          <a class="site-name" href="/">${icon("surgery")} Data Surgery</a>${
            page.side !== undefined && html`<div class="site-side">${page.side}</div>`
          }
        </header>
        <main id="main" tabindex="-1">${page.main}</main>
      </body>
    </html>`;
}
