// Install, build what changed, and run a command of `surgery` that goes on until it is stopped.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parentOf } from "./parent-of.mjs";
import { environment, nodePath, prepare, root } from "./prepare.mjs";

/** @param {string} command `serve` or `demo`; what follows on the command line goes with it */
export async function runSurgery(command) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(
      `Data Surgery needs Node 20.19 or newer to start; this is ${process.versions.node}. Get it from https://nodejs.org.\n`,
    );
    process.exit(1);
  }

  try {
    await prepare();
  } catch (error) {
    process.stderr.write(
      `\nData Surgery could not be made ready: ${error.message}\nThe lines above say more. Mend that and try again.\n`,
    );
    process.exit(1);
  }

  // The server ends by itself when this channel closes, so that nothing is left behind however this process ends.
  const server = spawn(
    nodePath(),
    [join(root, "packages", "cli", "bin", "surgery.js"), command, ...process.argv.slice(2)],
    {
      cwd: root,
      env: environment(),
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    },
  );

  // Ctrl-C reaches the server too (same terminal); wait for it to finish tidying up.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal));

  // npm may be killed without passing that on. Between npm and us there is often a shell that waits on, so its parent counts too.
  const ancestors = () => [process.ppid, parentOf(process.ppid)].join(" ");
  const before = ancestors();
  setInterval(() => {
    if (ancestors() !== before) server.kill("SIGTERM");
  }, 1000).unref();

  server.once("exit", (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}
