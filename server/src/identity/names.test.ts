import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { createHomeName } from "./home-name.js";
import { networkOf } from "./network-of.js";
import { personColors } from "./person-color.js";
import { parsePersonName } from "./person-name.js";

test("a home is always a safe folder name, whatever somebody is called", () => {
  expect(createHomeName("Zoë O'Brien")).toMatch(/^zoe-o-brien-[a-z2-9]{4}$/);
  expect(createHomeName("李雷")).toMatch(/^learner-[a-z2-9]{4}$/);
  expect(createHomeName("../../etc/passwd")).toMatch(/^etc-passwd-[a-z2-9]{4}$/);
  assert(property(string(), (name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(createHomeName(name))));
});

test("names of any script are kept; control and direction marks, empty and very long ones are not", () => {
  expect(parsePersonName("  Zoë \t O’Brien ")).toBe("Zoë O’Brien");
  expect(parsePersonName("李雷")).toBe("李雷");
  expect(parsePersonName("👩‍🚀")).toBe("👩‍🚀");
  expect(parsePersonName("Ada\u202egnp.exe")).toBe("Ada gnp.exe");
  expect(parsePersonName("A\u0000da\nL")).toBe("A da L");
  for (const none of ["", "   ", "\u200d", "\u200b\u2060", "a".repeat(41)])
    expect(parsePersonName(none)).toBeUndefined();
});

test("addresses of one subscriber count as one network", () => {
  expect(networkOf("::ffff:192.168.1.7")).toBe("192.168.1.7");
  expect(networkOf("192.168.1.7")).toBe("192.168.1.7");
  expect(networkOf("2001:db8:0:1::5")).toBe(networkOf("2001:db8:0:1:ffff:1:2:3"));
  expect(networkOf("2001:db8:0:1::5")).not.toBe(networkOf("2001:db8:0:2::5"));
  expect(networkOf("::1")).toBe("0:0:0:0");
  expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0");
});

test("white text on every colour of a person has a contrast of at least 4.5", () => {
  expect(personColors.filter((color) => 1.05 / (luminance(color) + 0.05) < 4.5)).toEqual([]);
});

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
