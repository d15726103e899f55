/**
 * Pictures that other sites show beside a link to a surgery (Open Graph). Those sites read PNG and no SVG, so it is drawn here,
 * in the background and one at a time, and kept while nothing changes.
 */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Surgery, SurgeryDate } from "../surgeries.js";
import { pictureSvg } from "./picture-svg.js";
import { sfntOf } from "./woff.js";

export interface Pictures {
  /** PNG. @param next the date that it shows */
  of(surgery: Surgery, next: SurgeryDate | undefined): Promise<Uint8Array>;
}

const mostKept = 200;

export function createPictures(): Pictures {
  const kept = new Map<string, Promise<Uint8Array>>();
  let tail: Promise<unknown> = Promise.resolve();
  return {
    of: (surgery, next) => {
      const svg = pictureSvg(surgery, next);
      const before = kept.get(svg);
      if (before !== undefined) return before;
      const drawn = tail.then(() => draw(svg));
      tail = drawn.catch(() => undefined);
      kept.set(svg, drawn);
      // What could not be drawn is tried again when somebody asks again.
      drawn.catch(() => kept.delete(svg));
      if (kept.size > mostKept) kept.delete([...kept.keys()][0]!);
      return drawn;
    },
  };
}

async function draw(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import("@resvg/resvg-js");
  fonts ??= writeFonts();
  const image = await renderAsync(svg, {
    font: {
      fontFiles: await fonts,
      // Looking through the system's fonts takes long, so only for scripts that ours has not.
      loadSystemFonts: /[\u0250-\u1fff\u2070-\u20ab\u20ad-\uffff]/.test(svg),
      defaultFontFamily: "Atkinson Hyperlegible Next",
    },
  });
  return image.asPng();
}

let fonts: Promise<string[]> | undefined;

/** The renderer reads typefaces from files, and not as the web packs them. */
async function writeFonts(): Promise<string[]> {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve("@fontsource/atkinson-hyperlegible-next/package.json")),
    "files",
  );
  const out = await mkdtemp(join(tmpdir(), "surgery-fonts-"));
  return Promise.all(
    ["latin-400", "latin-700", "latin-ext-400", "latin-ext-700"].map(async (part) => {
      const file = join(out, `${part}.ttf`);
      await writeFile(file, sfntOf(await readFile(join(folder, `atkinson-hyperlegible-next-${part}-normal.woff`))));
      return file;
    }),
  );
}
