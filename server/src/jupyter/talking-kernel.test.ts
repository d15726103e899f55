/** RO37 and RO39 over real ZeroMQ: code that asks, and comms, with a kernel that does both. */
import type { JupyterMessage } from "@data-surgery/jupyter";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openKernels } from "./kernels.js";
import { findKernelspecs, type Kernelspec } from "./kernelspecs.js";
import { openTestLauncher } from "./test-launcher.js";

const talking: Kernelspec = {
  name: "talking",
  argv: [process.execPath, join(import.meta.dirname, "../../dist/jupyter/test-kernel.js"), "{connection_file}"],
  displayName: "Talking",
  language: "none",
  interruptMode: "signal",
  env: {},
  metadata: {},
};

test("RO37 RO39 what code asks is answered by the one who may, and comms pass to every listener and back", async () => {
  const root = await mkdtemp(join(tmpdir(), "surgery-talking-"));
  await using launcher = await openTestLauncher("trusted", root);
  await using kernels = openKernels({
    specs: findKernelspecs([talking], []),
    launcher,
    root,
    idleTimeout: 1e9,
    startTimeout: 120_000,
    most: 1,
  });
  const kernel = await kernels.start("talking", "a.ipynb");
  await kernel.ready;
  const outputs: string[] = [];
  const asked: string[] = [];
  const reply = await kernels.execute(
    kernel.id,
    { code: "ask" },
    {
      onMessage: ({ content }) => outputs.push(String(content["text"])),
      onInput: (prompt) => {
        asked.push(prompt);
        return Promise.resolve("Ada");
      },
    },
  );
  expect([reply.status, asked, outputs]).toEqual(["ok", ["Name? "], ["hello Ada"]]);

  // A page listens as its socket does; the server runs the cell.
  const heard: JupyterMessage[] = [];
  using _page = kernel.listen((message) => heard.push(message));
  await kernels.execute(kernel.id, { code: "comm" }, { onMessage: () => undefined });
  const comms = (): unknown[] =>
    heard.filter(({ header }) => header.msg_type.startsWith("comm_")).map(({ content }) => content["data"]);
  expect(comms()).toEqual([{ value: 1 }]);
  await kernel.send(kernel.createRequest("comm_msg", { comm_id: "c1", data: { value: 2 } }));
  await expect.poll(comms).toContainEqual({ heard: { value: 2 } });
  await rm(root, { recursive: true });
});
