import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { html, renderHtml, trustedHtml } from "./html.js";

test("whatever a person typed stays text, between tags and in attributes", () => {
  const name = `<img src=x onerror="alert('1')">&`;
  expect(renderHtml(html`<p title="${name}">${name}</p>`)).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">' +
      "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>",
  );
  assert(
    property(string(), (text) => {
      expect(renderHtml(html`${text}`)).not.toMatch(/[<>"']/);
    }),
  );
});

test("markup nests, lists join, and nothing is written for what is absent", () => {
  const items = ["a", "<b>"].map((text) => html`<b>${text}</b>`);
  const parts = html`${items}${undefined}${false}${0}${trustedHtml("<hr>")}`;
  expect(renderHtml(html`<p>${parts}</p>`)).toBe("<p><b>a</b><b>&lt;b&gt;</b>0<hr></p>");
});

test("an object that only looks like markup is not taken for it", () => {
  const forged = JSON.parse('{"trusted":"<script>"}') as never;
  expect(renderHtml(html`${forged}`)).not.toContain("<script>");
});
