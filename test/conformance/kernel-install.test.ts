import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const surgery = resolve(import.meta.dirname, "../../packages/cli/bin/surgery.js");

test("KE22: the kernel is installed where Jupyter looks, starts by its kernel.json, and is taken away again", () => {
  const prefix = mkdtempSync(join(tmpdir(), "kernel-prefix-"));
  const run = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [surgery, "kernel", ...args, "--prefix", prefix], {
      encoding: "utf8",
    });
    expect(`${status} ${stderr}`).toBe("0 ");
    return stdout;
  };
  const folder = join(prefix, "share", "jupyter", "kernels", "surgery");
  expect(run("install")).toContain(folder);
  const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as { argv: string[] };
  expect(spec).toMatchObject({ display_name: "TypeScript", language: "typescript", interrupt_mode: "message" });
  expect(spec.argv.at(-1)).toBe("{connection_file}");
  const programs = spec.argv.filter((part) => part.startsWith("/"));
  expect(programs).toHaveLength(2);
  expect(programs.every((path) => existsSync(path))).toBe(true);
  expect(existsSync(join(folder, "logo-svg.svg"))).toBe(true);
  expect(run("uninstall")).toContain("Removed");
  expect(existsSync(folder)).toBe(false);
  expect(run("uninstall")).toContain("not installed");
  rmSync(prefix, { recursive: true });
});
