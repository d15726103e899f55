/** What other sites show beside a link to a surgery: its name, when, and where, as a drawing of 1200 × 630. */
import { clockWords, dateWords } from "../local-time.js";
import type { Surgery, SurgeryDate } from "../surgeries.js";

export const pictureSize = { width: 1200, height: 630 } as const;

/** The light theme's colours (packages/design/src/tokens.css): a picture can't ask which theme its reader has. */
const colors = { paper: "#fbfaf7", ink: "#1b2a33", soft: "#4a5a64", teal: "#0f766e" } as const;

/** @param next the date that is shown; undefined when none is planned */
export function pictureSvg(surgery: Surgery, next: SurgeryDate | undefined): string {
  const { venue } = surgery;
  const when =
    surgery.cancelledAt !== undefined
      ? "Called off"
      : next === undefined
        ? ""
        : `${dateWords(next.startsAt, venue.timeZone)}, ${clockWords(next, venue.timeZone)}`;
  const title = wrapped(surgery.title, 1040 / 76, 3);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">`,
    `<rect width="1200" height="630" fill="${colors.paper}"/>`,
    `<rect width="24" height="630" fill="${colors.teal}"/>`,
    // Our sign: a plaster's cross.
    `<path d="M80 72h28v-28h28v28h28v28h-28v28h-28v-28h-28z" fill="${colors.teal}"/>`,
    line("Data Surgery", { x: 188, y: 98, size: 38, weight: 700, fill: colors.teal }),
    ...title.map((text, at) =>
      line(text, { x: 80, y: 230 + at * 90, size: 76, weight: 700, fill: colors.ink, most: 1040 }),
    ),
    ...wrapped(when, 1040 / 44, 2).map((text, at) =>
      line(text, { x: 80, y: 490 + at * 50, size: 44, weight: 400, fill: colors.ink, most: 1040 }),
    ),
    ...wrapped(venue.name, 1040 / 36, 1).map((text) =>
      line(text, { x: 80, y: 580, size: 36, weight: 400, fill: colors.soft, most: 1040 }),
    ),
    "</svg>",
  ];
  return parts.join("");
}

interface LineLook {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: 400 | 700;
  readonly fill: string;
  /** Not wider than this, in pixels. */
  readonly most?: number;
}

function line(text: string, { x, y, size, weight, fill, most = Infinity }: LineLook): string {
  // One word without end, or letters wider than reckoned, are pressed together rather than cut off.
  const tight = widthOf(text) * size > most * 1.1 ? ` textLength="${most}" lengthAdjust="spacingAndGlyphs"` : "";
  return `<text x="${x}" y="${y}" font-family="Atkinson Hyperlegible Next" font-size="${size}" font-weight="${weight}" fill="${fill}"${tight}>${escaped(text)}</text>`;
}

/** Lines of at most so many ems; what does not fit ends with an ellipsis. */
export function wrapped(text: string, ems: number, mostLines: number): string[] {
  const lines: string[] = [];
  let rest = text.split(/\s+/).filter((word) => word !== "");
  while (rest.length > 0 && lines.length < mostLines) {
    let take = 1;
    while (take < rest.length && widthOf(rest.slice(0, take + 1).join(" ")) <= ems) take++;
    lines.push(rest.slice(0, take).join(" "));
    rest = rest.slice(take);
  }
  const last = lines.length - 1;
  if (rest.length > 0 && last >= 0) lines[last] = `${lines[last]}…`;
  return lines.map((one) => shortened(one, ems * 1.5));
}

function shortened(text: string, ems: number): string {
  if (widthOf(text) <= ems) return text;
  const letters = Array.from(new Intl.Segmenter("en").segment(text), ({ segment }) => segment);
  while (letters.length > 1 && widthOf(letters.join("")) > ems) letters.pop();
  return `${letters.join("")}…`;
}

/** About how wide a text is, in ems. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) {
    width += /[ilj.,:;'’!|]/.test(letter)
      ? 0.3
      : /[mwMW@]/.test(letter)
        ? 0.85
        : /[A-Z]/.test(letter)
          ? 0.68
          : letter < "\u0250"
            ? 0.55
            : 0.9;
  }
  return width;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
