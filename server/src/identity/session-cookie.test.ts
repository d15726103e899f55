import { expect, test } from "vitest";
import { createSessionCookie } from "./session-cookie.js";

test("under https the cookie can't be set by a neighbouring host or sent in the clear", () => {
  const cookie = createSessionCookie({ instance: "ab12", secure: true });
  expect(cookie.write("t", 60)).toBe("__Host-surgery_ab12=t; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure");
  expect(cookie.clear()).toBe("__Host-surgery_ab12=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure");
});

test("only the server's own cookie is read, among others and whatever is sent", () => {
  const cookie = createSessionCookie({ instance: "ab12", secure: false });
  expect(cookie.read("surgery_cd34=other; surgery_ab12=mine; x=1")).toBe("mine");
  expect(cookie.read("xsurgery_ab12=mine")).toBeUndefined();
  expect(cookie.read("surgery_ab12")).toBe("");
  for (const header of [undefined, "", ";;;", "=", "surgery_AB12=mine"]) expect(cookie.read(header)).toBeUndefined();
});
