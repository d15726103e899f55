import { expect, test } from "vitest";
import { createDisplays, type Displays } from "./displays.js";
import { jupyterDisplay } from "./mime-bundle.js";

type Sent = readonly [type: string, content: Readonly<Record<string, unknown>>];

function open(): { displays: Displays; sent: Sent[] } {
  const sent: Sent[] = [];
  return { displays: createDisplays((type, content) => void sent.push([type, content])), sent };
}

test("a handle changes and clears what it showed, where it stands", () => {
  const { displays, sent } = open();
  const handle = displays.display([{ a: 1 }]);
  handle.update("later");
  handle.clear();
  displays.display.clear({ wait: true });
  const transient = { display_id: handle.id };
  expect(sent).toEqual([
    [
      "display_data",
      {
        data: { "text/html": expect.stringContaining("<table>"), "text/plain": expect.any(String) },
        metadata: {},
        transient,
      },
    ],
    ["update_display_data", { data: { "text/plain": "'later'" }, metadata: {}, transient }],
    ["update_display_data", { data: { "text/plain": "" }, metadata: {}, transient }],
    ["clear_output", { wait: true }],
  ]);
  expect(displays.display(1).id).not.toBe(handle.id);
});

test("bundles are shown as they are, values as what they are", () => {
  const { displays, sent } = open();
  displays.display({ "text/html": "<b>x</b>" });
  displays.display({ "x/y": "odd" }, { raw: true, metadata: { "x/y": { width: 3 } }, id: "mine" });
  displays.display(undefined);
  expect(sent.map(([, content]) => [content["data"], content["metadata"]])).toEqual([
    [{ "text/html": "<b>x</b>" }, {}],
    [{ "x/y": "odd" }, { "x/y": { width: 3 } }],
    [{ "text/plain": "undefined" }, {}],
  ]);
  expect(sent[1]?.[1]["transient"]).toEqual({ display_id: "mine" });
});

test("what takes its time keeps its place, and can be waited for", async () => {
  const { displays, sent } = open();
  let release = (): void => undefined;
  const slow = {
    [jupyterDisplay]: () => new Promise((resolve) => (release = () => resolve({ "text/plain": "slow" }))),
  };
  const handle = displays.display(slow);
  handle.update("second");
  displays.display("third");
  expect(sent).toEqual([]);
  release();
  await displays.settled();
  expect(sent.map(([type, content]) => [type, (content["data"] as Record<string, unknown>)["text/plain"]])).toEqual([
    ["display_data", "slow"],
    ["update_display_data", "'second'"],
    ["display_data", "'third'"],
  ]);
  displays.display("at once");
  expect(sent).toHaveLength(4);
});

test("notebooks written for tslab show what they showed there", () => {
  const { displays, sent } = open();
  const { tslab } = displays;
  tslab.display.html("<b>x</b>");
  tslab.default.display.png(Uint8Array.from([1, 2, 3]));
  tslab.display.raw("application/json", "{}");
  const changing = tslab.newDisplay();
  changing.markdown("one");
  changing.text("two");
  expect(sent.slice(0, 3)).toEqual([
    ["display_data", { data: { "text/html": "<b>x</b>" }, metadata: {}, transient: {} }],
    ["display_data", { data: { "image/png": "AQID" }, metadata: {}, transient: {} }],
    ["display_data", { data: { "application/json": "{}" }, metadata: {}, transient: {} }],
  ]);
  expect(sent.slice(3).map(([type, content]) => [type, content["data"]])).toEqual([
    ["display_data", { "text/markdown": "one" }],
    ["update_display_data", { "text/plain": "two" }],
  ]);
  expect(sent[3]?.[1]["transient"]).toEqual(sent[4]?.[1]["transient"]);
});

test("progress goes on in place, in words and as a bar, and a loop of a hundred thousand turns sends few messages", async () => {
  const { displays, sent } = open();
  let sum = 0;
  for (const n of displays.progress(
    Array.from({ length: 100_000 }, () => 1),
    "Adding <up>",
  ))
    sum += n;
  expect(sum).toBe(100_000);
  expect(sent.length).toBeLessThan(50);
  expect(sent[0]?.[1]["data"]).toEqual({
    "text/html":
      '<div><progress max="100000" value="0" aria-label="Adding &lt;up&gt;" style="width:16em;vertical-align:middle"></progress> <span>Adding &lt;up&gt;: 0 of 100,000 (0 %)</span></div>',
    "text/plain": "Adding <up>: 0 of 100,000 (0 %)",
  });
  expect(sent.at(-1)?.[1]["data"]).toMatchObject({ "text/plain": "Adding <up>: 100,000 of 100,000 (100 %)" });
  expect(new Set(sent.map(([, content]) => (content["transient"] as { display_id: string }).display_id)).size).toBe(1);

  const bar = displays.progress(2);
  bar.advance();
  bar.done("Ready");
  expect(sent.at(-1)?.[1]["data"]).toMatchObject({ "text/plain": "Ready: 2 of 2 (100 %)" });
  async function* pages(): AsyncGenerator<number> {
    yield 1;
    yield 2;
  }
  for await (const page of displays.progress(pages(), "Pages")) expect(page).toBeGreaterThan(0);
  expect(sent.at(-1)?.[1]["data"]).toMatchObject({ "text/plain": "Pages: 2" });
});

test("every global that cells are given is there", () => {
  expect(Object.keys(open().displays.globals)).toEqual([
    "display",
    "progress",
    "html",
    "markdown",
    "latex",
    "svg",
    "json",
    "image",
    "__tslab__",
  ]);
});
