import { expect, test } from "vitest";
import { fillDefaults } from "./fill-defaults.js";

const schema = {
  definitions: {
    size: { type: "number", default: 13 },
    item: { type: "object", properties: { rank: { default: 50 } } },
  },
  properties: {
    theme: { default: "Light" },
    size: { $ref: "#/definitions/size" },
    own: { $ref: "#/definitions/size", default: 15 },
    line: {
      type: "object",
      properties: { wrap: { default: true }, size: { $ref: "#/definitions/size" } },
      default: {},
    },
    items: { type: "array", items: { $ref: "#/definitions/item" }, default: [{ name: "run" }] },
    open: { type: "string" },
  },
};

test("defaults stand where the person left something open: through references, inside objects and lists", () => {
  expect(fillDefaults(schema, {})).toEqual({
    theme: "Light",
    size: 13,
    own: 15,
    line: { wrap: true, size: 13 },
    items: [{ name: "run", rank: 50 }],
  });
});

test("what the person wrote wins, also when it is false, zero or empty, and is never changed in place", () => {
  const user = { theme: "", size: 0, line: { wrap: false }, items: [{ rank: 1 }], extra: [1] };
  const before = structuredClone(user);
  expect(fillDefaults(schema, user)).toEqual({
    theme: "",
    size: 0,
    own: 15,
    line: { wrap: false, size: 13 },
    items: [{ rank: 1 }],
    extra: [1],
  });
  expect(user).toEqual(before);
  expect(fillDefaults(schema, {}).items).not.toBe(schema.properties.items.default);
});
