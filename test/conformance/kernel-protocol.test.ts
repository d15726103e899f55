import { encodeFrames } from "@data-surgery/jupyter";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelMain, launchKernel, message, type KernelProcess } from "../support/kernel-process.js";

let kernel: KernelProcess;
beforeAll(async () => {
  if (!existsSync(kernelMain)) throw new Error("Build first: npm run build");
  kernel = await launchKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

/** A process that has ended but was not waited for (the container's own init may do that late) runs no more. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    return status.split(") ")[1]?.startsWith("Z") !== true;
  } catch {
    return false;
  }
}

/** Sends a cell and waits until its code runs. Gives the id. */
async function runs(on: KernelProcess, code: string): Promise<string> {
  const sign = join(on.folder, "it-runs");
  const says = `require("node:fs").writeFileSync(${JSON.stringify(sign)}, ""); ${code}`;
  const id = await on.send("shell", "execute_request", { code: says });
  await expect.poll(() => existsSync(sign)).toBe(true);
  return id;
}

describe("requests", () => {
  test("KE1: kernel_info says what it is, with a status", async () => {
    expect(await kernel.ask("kernel_info_request", {})).toMatchObject({
      status: "ok",
      protocol_version: "5.4",
      implementation: "data-surgery",
      language_info: { name: "typescript", mimetype: "text/typescript", file_extension: ".ts" },
    });
  });

  test("KE2: what a cell publishes is in order, all between busy and idle", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: 'console.log("a"); console.error("b"); display("c"); console.log("d"); 6 * 7',
    });
    await kernel.answerTo(id);
    const told = kernel
      .publishedFor(id)
      .map(({ header, content }) => content["execution_state"] ?? content["name"] ?? header.msg_type);
    expect(told.filter((one) => one !== "display_data")).toEqual([
      "busy",
      "execute_input",
      "stdout",
      "stderr",
      "stdout",
      "execute_result",
      "idle",
    ]);
  });

  test("KE3: the last value is a result in plain text", async () => {
    const { result, reply } = await kernel.run("6*7");
    expect(result).toBe("42");
    expect(reply).toMatchObject({ status: "ok", payload: [], user_expressions: {} });
  });

  test("KE4: an error is an error message and an error reply", async () => {
    const { reply, errors } = await kernel.run('throw new Error("boom")');
    expect(reply).toMatchObject({ status: "error", ename: "Error", evalue: "boom" });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.["traceback"]).toContain("  in Cell 3, line 1");
  });

  test("KE5: silent cells count and show nothing but what they print; store_history: false does not count", async () => {
    const before = (await kernel.run("1")).reply["execution_count"] as number;
    const silent = await kernel.run("2", { silent: true });
    expect(silent.published).toEqual([]);
    const unstored = await kernel.run("3", { store_history: false });
    expect(unstored.result).toBe("3");
    expect((await kernel.run("4")).reply["execution_count"]).toBe(before + 1);
  });

  test("KE6: user_expressions are answered each by itself", async () => {
    const { reply } = await kernel.run("let ux = 5", { user_expressions: { good: "ux + 1", bad: "nowhere.at.all" } });
    expect(reply["user_expressions"]).toMatchObject({
      good: { status: "ok", data: { "text/plain": "6" } },
      bad: { status: "error", ename: "ReferenceError" },
    });
  });

  test.each([
    ["1", "complete"],
    ['console.log("x")', "complete"],
    ["function f(x: number) {\n  return x;\n}", "complete"],
    ["const typed: number = 1;", "complete"],
    ["function f(x: number){", "incomplete"],
    ["const a2 = [1,", "incomplete"],
    ["const t = `open", "incomplete"],
    ["if (true) {", "incomplete"],
    ["1 +* 2;", "invalid"],
    ["let let = ;;)", "invalid"],
    ["import 7q", "invalid"],
  ])("KE7: is_complete: %s is %s", async (code, status) => {
    expect(await kernel.ask("is_complete_request", { code })).toMatchObject({ status });
  });

  test("KE8: history by tail, range and search", async () => {
    const { reply } = await kernel.run('"history " + 1');
    await kernel.run('"history " + 2');
    const count = reply["execution_count"] as number;
    const find = async (content: object): Promise<unknown> =>
      (await kernel.ask("history_request", { output: false, raw: true, ...content }))["history"];
    expect(await find({ hist_access_type: "tail", n: 2 })).toEqual([
      [1, count, '"history " + 1'],
      [1, count + 1, '"history " + 2'],
    ]);
    expect(await find({ hist_access_type: "range", session: 0, start: count, stop: count + 1 })).toEqual([
      [1, count, '"history " + 1'],
    ]);
    expect(await find({ hist_access_type: "search", pattern: "*tory*2*" })).toEqual([[1, count + 1, '"history " + 2']]);
  });

  test("KE9: completion and inspection count code points, not UTF-16 units", async () => {
    const code = '"😀😀"; Math.flo';
    const points = code.length - 2;
    const reply = await kernel.ask("complete_request", { code, cursor_pos: points });
    expect(reply).toMatchObject({ status: "ok", cursor_start: points - 3, cursor_end: points });
    expect(reply["matches"]).toContain("floor");
    const found = await kernel.ask("inspect_request", { code: "Math.floor", cursor_pos: 8, detail_level: 0 });
    expect(found).toMatchObject({ status: "ok", found: true });
    expect(JSON.stringify(found["data"])).toContain("floor");
    expect(await kernel.ask("inspect_request", { code: "nothing_here", cursor_pos: 3 })).toMatchObject({
      status: "ok",
      found: false,
    });
  });

  test("KE10: comms go both ways; an unknown target is closed", async () => {
    await kernel.run(
      'let heard: unknown[] = []; jupyter.comms.onOpen("echo", (comm, data) => { heard.push(data); comm.onMessage((m) => comm.send({ back: m.n })); })',
    );
    await kernel.send("shell", "comm_open", { comm_id: "c1", target_name: "echo", data: { hello: 1 } });
    const id = await kernel.send("shell", "comm_msg", { comm_id: "c1", data: { n: 7 } });
    await expect
      .poll(() => kernel.publishedFor(id).find((one) => one.header.msg_type === "comm_msg")?.content)
      .toEqual({ comm_id: "c1", data: { back: 7 } });
    expect(await kernel.ask("comm_info_request", {})).toEqual({ status: "ok", comms: { c1: { target_name: "echo" } } });
    expect((await kernel.run("JSON.stringify(heard)")).result).toContain("hello");
    const unknown = await kernel.send("shell", "comm_open", { comm_id: "c2", target_name: "nobody", data: {} });
    await expect
      .poll(() => kernel.publishedFor(unknown).find((one) => one.header.msg_type === "comm_close")?.content)
      .toMatchObject({ comm_id: "c2" });
    await kernel.send("shell", "comm_close", { comm_id: "c1", data: {} });
    expect(await kernel.ask("comm_info_request", { target_name: "echo" })).toEqual({ status: "ok", comms: {} });
    const opened = await kernel.run('jupyter.comms.open("map", { zoom: 3 }); 1');
    expect(opened.published.find((one) => one.header.msg_type === "comm_open")?.content).toMatchObject({
      target_name: "map",
      data: { zoom: 3 },
    });
  });

  test("KE11: prompt and confirm ask the front end that runs the cell; without one the code is told so", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: 'const name = prompt("Your name?"); [name, confirm("Sure?")].join()',
      allow_stdin: true,
    });
    const first = await kernel.question();
    expect(first.content).toEqual({ prompt: "Your name? ", password: false });
    await kernel.send("stdin", "input_reply", { status: "ok", value: "Ada" }, { parent: first });
    const second = await kernel.question();
    await kernel.send("stdin", "input_reply", { status: "ok", value: "y" }, { parent: second });
    expect((await kernel.answerTo(id)).result).toContain("Ada,true");
    expect((await kernel.run('prompt("?")', { allow_stdin: false })).reply).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("Nobody can be asked"),
    });
  });

  test("KE11: a prompt that nobody answers can be stopped", async () => {
    const id = await kernel.send("shell", "execute_request", { code: 'prompt("?")', allow_stdin: true });
    await kernel.question();
    await kernel.interrupt();
    expect((await kernel.answerTo(id)).reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect((await kernel.run("1")).result).toBe("1");
  });

  test("KE12: connect and unknown requests are answered, debug is refused, all by name", async () => {
    expect(await kernel.ask("connect_request", {})).toMatchObject({ status: "ok", shell_port: expect.any(Number) });
    expect(await kernel.ask("debug_request", { command: "x" }, "control")).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("debug_request"),
    });
    expect(await kernel.ask("make_tea_request", {})).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("make_tea_request"),
    });
    expect(await kernel.ask("execute_request", { code: 7 })).toMatchObject({ status: "error", ename: "BadRequest" });
  });
});

describe("KE13: stop_on_error", () => {
  test("of 1,000 queued cells after an error none runs, and what is sent after the reply runs", async () => {
    const sent = join(kernel.folder, "all-are-sent");
    const code = `const { existsSync } = require("node:fs"); while (!existsSync(${JSON.stringify(sent)})) await new Promise((r) => setTimeout(r, 20)); throw 1`;
    const ids = [await kernel.send("shell", "execute_request", { code })];
    for (let n = 1; n < 1000; n++)
      ids.push(await kernel.send("shell", "execute_request", { code: `globalThis.ran = ${n}` }));
    writeFileSync(sent, "");
    const statuses = await Promise.all(ids.map(async (id) => (await kernel.answerTo(id)).reply["status"]));
    expect(statuses[0]).toBe("error");
    expect(new Set(statuses.slice(1))).toEqual(new Set(["aborted"]));
    expect((await kernel.run("typeof ran")).result).toContain("undefined");
  });

  test("with stop_on_error: false the next ones run", async () => {
    const first = await kernel.send("shell", "execute_request", { code: "throw 1", stop_on_error: false });
    const second = await kernel.send("shell", "execute_request", { code: "2" });
    expect((await kernel.answerTo(first)).reply["status"]).toBe("error");
    expect((await kernel.answerTo(second)).result).toBe("2");
  });
});

describe("KE14: bad messages", () => {
  test("forged, truncated and malformed ones are dropped before they are parsed, and the kernel goes on", async () => {
    const forged = await kernel.send("shell", "execute_request", { code: "globalThis.forged = 1" }, { key: "other" });
    const good = encodeFrames(message("execute_request", { code: "1" }, "shell"), "x");
    for (let length = 0; length < good.length; length++)
      await kernel.sendRaw("shell", length === 0 ? [Buffer.from("")] : good.slice(0, length));
    await kernel.sendRaw("control", [Buffer.from("<IDS|MSG>"), Buffer.from("zz"), Buffer.alloc(9)]);
    await kernel.send("shell", "nothing_of_note", {});
    expect((await kernel.run("typeof globalThis.forged")).result).toContain("undefined");
    expect(kernel.publishedFor(forged)).toEqual([]);
    await expect.poll(() => kernel.complaint).toContain("signature of the message is wrong");
  });

  test("cells of 10 MB and invalid UTF-16 run", async () => {
    const long = await kernel.run(`const long = [${`"${"x".repeat(997)}",`.repeat(10_000)}]; long.length`);
    expect(long.result).toBe("10000");
    expect((await kernel.run(`const one = "${"x".repeat(10_000_000)}"; one.length`)).result).toBe("10000000");
    const odd = await kernel.run('console.log("a\\ud800b"); "\\udfff".length');
    expect(odd.text()).toBe("a\ufffdb\n");
    expect(odd.result).toBe("1");
    expect((await kernel.run('"\ud800"; 5')).result).toBe("5");
  });
});

describe("KE15: start and end", () => {
  test("the heartbeat answers while a cell loops", async () => {
    const id = await runs(kernel, "while (true) {}");
    expect(await kernel.beat()).toBe("ping");
    expect(await kernel.ask("kernel_info_request", {}, "control")).toMatchObject({ status: "ok" });
    await kernel.interrupt();
    await kernel.answerTo(id);
  });

  test("shutdown is answered and ends the process, also while a cell loops", async () => {
    for (const code of ["1", "while (true) {}"]) {
      await using own = await launchKernel();
      await runs(own, code);
      await own.send("control", "shutdown_request", { restart: false });
      const { code: exit } = await own.ended;
      expect([0, null]).toContain(exit);
    }
  });

  test("from the pool: one line on standard input makes it that kernel, over tcp too", async () => {
    await using own = await launchKernel({ wait: true, transport: "tcp" });
    const { result } = await own.run("[process.cwd(), process.env.FROM_POOL].join()");
    expect(result).toContain(`${own.folder},1`);
  });

  test.skipIf(process.platform === "win32").each([
    ["a kernel", false, "0"],
    ["a kernel with a cell in a loop", false, "while (true) {}"],
    ["a kernel from the pool", true, "0"],
  ])("%s ends when whoever started it is killed", async (_title, wait, code) => {
    await using own = await launchKernel({ launcher: true, wait });
    const pid = Number((await own.run("process.pid")).result);
    try {
      expect(await isRunning(pid)).toBe(true);
      await runs(own, code);
      await own.beat();
      own.child.kill("SIGKILL");
      await own.ended;
      await expect.poll(() => isRunning(pid)).toBe(false);
    } finally {
      if (await isRunning(pid)) process.kill(pid, "SIGKILL");
    }
  });

  test("a wrong connection file is said in one sentence, and the exit code is 1", () => {
    const folder = mkdtempSync(join(tmpdir(), "kernel-wrong-"));
    const tries = {
      missing: [undefined, "can't be read"],
      text: ["not json", "is not JSON"],
      ports: ["{}", "shell_port is not a port number"],
      scheme: [
        JSON.stringify({
          shell_port: 1,
          iopub_port: 1,
          stdin_port: 1,
          control_port: 1,
          hb_port: 1,
          signature_scheme: "md5",
        }),
        "“md5” is not known",
      ],
    } as const;
    for (const [name, [text, says]] of Object.entries(tries)) {
      const file = join(folder, name);
      if (text !== undefined) writeFileSync(file, text);
      const { status, stderr } = spawnSync(process.execPath, [kernelMain, file], { encoding: "utf8" });
      expect(status).toBe(1);
      expect(stderr).toContain(says);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    }
  });
});
