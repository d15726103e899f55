import { expect, test } from "vitest";
import { Fragment, h, type JsxElement } from "./jsx.js";
import { jupyterDisplay, mimeBundle, type MimeBundle } from "./mime-bundle.js";
import { html } from "./wrappers.js";

const render = (element: JsxElement): string => String((mimeBundle(element) as MimeBundle).data["text/html"]);

test("text, numbers and lists are shown and escaped; nothing, true and false are left out", () => {
  expect(render(h("p", null, 'a < b & "c"', 1, 2n, [null, undefined, true, false, ["x"]], h("b", null, "é")))).toBe(
    "<p>a &lt; b &amp; &quot;c&quot;12x<b>é</b></p>",
  );
  expect(render(h(Fragment, null, h("i", null), h("br", null)))).toBe("<i></i><br>");
});

test("attributes are escaped; class, style, and SVG's dashed names are written as HTML has them", () => {
  expect(
    render(
      h("a", {
        className: "x",
        title: '"<',
        href: "/a?b&c",
        style: { fontSize: 12, lineHeight: 2, "--x": 1, color: null },
        hidden: true,
        draggable: false,
        "aria-hidden": false,
        key: 1,
      }),
    ),
  ).toBe(
    '<a class="x" title="&quot;&lt;" href="/a?b&amp;c" style="font-size:12px;line-height:2;--x:1" hidden="" aria-hidden="false"></a>',
  );
  expect(render(h("svg", { viewBox: "0 0 1 1" }, h("path", { strokeWidth: 2, textAnchor: "end" })))).toBe(
    '<svg viewBox="0 0 1 1"><path stroke-width="2" text-anchor="end"></path></svg>',
  );
});

test("an output holds no code that was smuggled in as a value", () => {
  expect(render(h("a", { href: " javascript:alert(1)", onClick: () => 1, onclick: "alert(1)", "x y": 1 }, "a"))).toBe(
    "<a>a</a>",
  );
  expect(render(h("style", null, "a > b { color: red } </style><script>"))).toBe(
    String.raw`<style>a > b { color: red } <\/style><script></style>`,
  );
  expect(() => h("img src=x", null)[jupyterDisplay]()).toThrow("not the name of an element");
});

test("components get their properties and children, and markup of others stands in elements as it is", () => {
  const List = ({ of, children }: Readonly<Record<string, unknown>>): JsxElement =>
    h(
      "ul",
      null,
      (of as string[]).map((one) => h("li", null, one)),
      children,
    );
  expect(render(h(List, { of: ["a", "b"] }, html("<li>c</li>")))).toBe("<ul><li>a</li><li>b</li><li>c</li></ul>");
  expect(render(h("p", { dangerouslySetInnerHTML: { __html: "<b>x</b>" } }))).toBe("<p><b>x</b></p>");
  expect(render(h("p", null, { a: 1 }))).toBe("<p>{ a: 1 }</p>");
});

test("the words are there without the markup; a promise inside is refused in words", () => {
  expect((mimeBundle(h("p", null, "Hello ", h("b", null, "you"))) as MimeBundle).data["text/plain"]).toBe("Hello you");
  expect(() => h("p", null, Promise.resolve(1))[jupyterDisplay]()).toThrow("Write await in front of it");
});
