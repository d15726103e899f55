/**
 * Runs inside a closed-off job, around a kernel that can listen at ports only: carries bytes between the sockets that the server
 * dials (files in the kernel's run folder) and the kernel's ports on the loopback of the job's own network, which nothing else
 * reaches. What ZeroMQ says is the same over both. `node tcp-relay.js <path> <port>[,<port>…] -- <command> <args…>`
 */
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";

const [path = "", ports = "", , command = "", ...args] = process.argv.slice(2);

for (const port of ports.split(",")) {
  createServer((outside) => {
    const inside = connect(Number(port), "127.0.0.1");
    // Before the kernel listens this fails; the server dials again.
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      from.pipe(to);
    }
  }).listen(`${path}-${port}`);
}

const kernel = spawn(command, args, { stdio: "inherit" });
// "Stop this cell" is meant for the kernel.
process.on("SIGINT", () => void kernel.kill("SIGINT"));
kernel.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
kernel.once("exit", (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.stderr.write(`The kernel ended by ${signal}.\n`);
  process.exit(1);
});
