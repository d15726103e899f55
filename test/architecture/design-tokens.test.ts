import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "..", "..", "packages/design/src/tokens.css"), "utf8");

/** Colours of the block that follows `start`. */
function colorsAfter(start: string): Record<string, string> {
  const from = css.indexOf(start);
  const block = css.slice(css.indexOf("{", from), css.indexOf("}", from));
  return Object.fromEntries(
    [...block.matchAll(/--ds-([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  );
}

const light = colorsAfter(':root,\nbody[data-jp-theme-light="true"]');
const darkBySystem = colorsAfter(':root:not([data-theme="light"])');
const darkByChoice = colorsAfter(':root[data-theme="dark"]');

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
function contrast(a = "", b = ""): number {
  const [more = 0, less = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (more + 0.05) / (less + 0.05);
}

const inks = ["ink", "ink-soft", "teal", "teal-strong", "amber", "blue", "red"];
const marks = ["edge", "amber-mark", "focus"];
const grounds = ["paper", "surface", "sunken", "teal-tint", "amber-tint", "blue-tint", "red-tint"];

for (const [theme, colors] of Object.entries({ light, dark: darkByChoice })) {
  test(`in the ${theme} theme every ink can be read on every ground, and every mark can be seen`, () => {
    const poor: string[] = [];
    for (const ground of grounds) {
      for (const ink of inks) if (contrast(colors[ink], colors[ground]) < 4.5) poor.push(`${ink} on ${ground}`);
      for (const mark of marks) if (contrast(colors[mark], colors[ground]) < 3) poor.push(`${mark} on ${ground}`);
    }
    for (const button of ["teal", "teal-strong"]) {
      if (contrast(colors["on-teal"], colors[button]) < 4.5) poor.push(`on-teal on ${button}`);
    }
    expect(poor).toEqual([]);
  });
}

test("dark is the same by the system's choice and by the person's, and names what light names", () => {
  expect(darkBySystem).toEqual(darkByChoice);
  expect(Object.keys(darkByChoice).sort()).toEqual(Object.keys(light).sort());
  expect(Object.keys(light).length).toBeGreaterThan(18);
});

test("the styles of the public pages use tokens, not colours of their own", () => {
  const folder = join(import.meta.dirname, "..", "..", "packages/design/src");
  for (const name of ["base.css", "card.css", "board.css"]) {
    const text = readFileSync(join(folder, name), "utf8");
    // White behind a QR picture and black on paper are what scanners and printers need.
    expect(
      [...text.matchAll(/#[0-9a-f]{3,8}\b/gi)].map(([color]) => color).filter((c) => !/^#(f{6}|0{6})$/.test(c)),
    ).toEqual([]);
  }
});
