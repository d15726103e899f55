/**
 * What hostile code in a notebook tries, for the table of probes.test.ts. This file runs inside a job: `node test-attempts.ts
 * <world as JSON> <names…>`, and says as one line of JSON which attempts succeeded. True is bad news for the level.
 */
import { spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import * as fs from "node:fs";
import { createConnection, createServer, type NetConnectOpts } from "node:net";
import { networkInterfaces, setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

/** The computer around the job, as an attacker who knows everything would know it. */
export interface World {
  readonly data: string;
  readonly root: string;
  /** Another person's file, readable if one may come to it. */
  readonly diary: string;
  readonly lesson: string;
  /** A process of the server's user. */
  readonly bystander: number;
  readonly tcpPort: number;
  readonly udpPort: number;
  /** An address of this computer that other computers use; loopback when it has none. */
  readonly address: string;
  /** Name of an abstract socket. */
  readonly abstract: string;
  /** Socket of another person's kernel. */
  readonly socket: string;
  /** A file in the system's temporary folder that anybody may read. */
  readonly temporaryFile: string;
  readonly secretName: string;
  /** An argument by which processes left behind can be found. */
  readonly marker: string;
}

export type Attempt = (world: World) => unknown;

const canRead = (path: string): boolean => fs.readFileSync(path).length > 0;
const canWrite = (path: string): boolean => {
  fs.writeFileSync(path, "x");
  fs.rmSync(path);
  return true;
};
const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;
const prints = (command: string, ...args: string[]): string =>
  spawnSync(command, args, { encoding: "utf8" }).stdout ?? "";

/** A system call by number, for x64 and for arm64, through perl, which every Debian has. True when nothing refused it. */
function calls(x64: number, arm64: number, ...args: (number | string)[]): boolean {
  const number = process.arch === "arm64" ? arm64 : x64;
  const list = args.map((arg) => (typeof arg === "number" ? arg : JSON.stringify(arg))).join(", ");
  return runs(
    "perl",
    "-e",
    `my @p = (${list}); my $r = syscall(${number}, @p); exit($r < 0 && ($! == 1 || $! == 38) ? 1 : 0)`,
  );
}

function connects(options: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(options);
    const done = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    setTimeout(() => done(false), 2000).unref();
  });
}

async function getsAnswer(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  const answer = new Promise<boolean>((resolve) => socket.once("message", () => resolve(true)));
  socket.on("error", () => undefined);
  socket.send("ping", port, "127.0.0.1", () => undefined);
  const got = await Promise.race([answer, delay(500, false)]);
  socket.close();
  return got;
}

const processes = (): string[] => fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
const commandLines = (): string =>
  processes()
    .map((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    })
    .join("\n");

/** Megabytes written to one file there until it fails. */
function fill(folder: string, megabytes: number, name = "fill"): number {
  const chunk = Buffer.alloc(1024 * 1024, 1);
  let written = 0;
  const file = fs.openSync(`${folder}/${name}`, "w");
  try {
    while (written < megabytes) {
      fs.writeSync(file, chunk);
      written++;
    }
  } catch {
    // As far as it goes.
  } finally {
    fs.closeSync(file);
  }
  return written;
}

function swallow(megabytes: number): boolean {
  const kept: Buffer[] = [];
  try {
    for (let got = 0; got < megabytes; got += 50) kept.push(Buffer.alloc(50 * 1024 * 1024, 1));
    return kept.length * 50 >= megabytes;
  } catch {
    return false;
  }
}

const hog = "const b = Buffer.alloc(90 * 1024 * 1024, 1); setInterval(() => b.fill(1), 1000)";

/** Whether this many children can live at once. */
async function multiplies(count: number): Promise<boolean> {
  let started = 0;
  const children = [];
  for (let index = 0; index < count; index++) {
    const child = spawn("sleep", ["20"], { stdio: "ignore" });
    child.once("spawn", () => started++);
    child.once("error", () => undefined);
    children.push(child);
  }
  await delay(300);
  for (const child of children) child.kill("SIGKILL");
  return started >= count;
}

export const attempts: Readonly<Record<string, Attempt>> = {
  // Files of others and of the server
  "read another person's file": ({ diary }) => canRead(diary),
  "list the folder of people": ({ data }) => fs.readdirSync(`${data}/files/people`).length > 0,
  "write into another person's folder": ({ diary }) => canWrite(`${diary}.new`),
  "climb out of the folder": () => canRead("../bob/diary.txt"),
  "read through a link": ({ diary }) => {
    fs.rmSync("link", { force: true });
    fs.symlinkSync(diary, "link");
    return canRead("link");
  },
  "make a hard link to another's file": ({ diary }) => {
    fs.linkSync(diary, "hard");
    return canRead("hard");
  },
  "read the database": ({ data }) => canRead(`${data}/surgery.db`),
  "list the data folder": ({ data }) => fs.readdirSync(data).length > 0,
  "read hidden tests": ({ lesson }) => canRead(lesson),
  "read the project": ({ root }) => canRead(`${root}/package.json`),
  "read through the root of a process": ({ diary }) => canRead(`/proc/self/root${diary}`),
  "read through the root of the first process": ({ diary }) => canRead(`/proc/1/root${diary}`),
  "read through a bystander's folder": ({ bystander }) => fs.readdirSync(`/proc/${bystander}/cwd`).length >= 0,
  "read another's temporary file": ({ temporaryFile }) => canRead(temporaryFile),
  // The system
  "read the names of users": () => canRead("/etc/passwd"),
  "read passwords": () => canRead("/etc/shadow"),
  "list the home of root": () => fs.readdirSync("/root").length >= 0,
  "write into the system's programs": () => canWrite("/usr/bin/surgery-probe"),
  "write into /etc": () => canWrite("/etc/surgery-probe"),
  "write at the top": () => canWrite("/surgery-probe"),
  "write among devices": () => canWrite("/dev/surgery-probe"),
  "write into packages": ({ root }) => canWrite(`${root}/node_modules/surgery-probe`),
  "read the kernel's log": () =>
    fs.readSync(fs.openSync("/dev/kmsg", fs.constants.O_RDONLY | fs.constants.O_NONBLOCK), Buffer.alloc(8192)) > 0,
  "see a disk": () => fs.readdirSync("/dev").some((name) => fs.lstatSync(`/dev/${name}`).isBlockDevice()),
  "make a device": () => runs("mknod", "device", "b", "8", "0"),
  "see the system's devices": () => fs.readdirSync("/sys/class/net").length > 0,
  // The network
  "reach a port of this computer": ({ tcpPort }) => connects({ host: "127.0.0.1", port: tcpPort }),
  "reach this computer by its address": ({ tcpPort, address }) => connects({ host: address, port: tcpPort }),
  "send a datagram": ({ udpPort }) => getsAnswer(udpPort),
  "reach an abstract socket": ({ abstract }) => connects({ path: `\0${abstract}` }),
  "reach another kernel's socket": ({ socket }) => connects({ path: socket }),
  "see a network card": () => Object.keys(networkInterfaces()).some((name) => name !== "lo"),
  "listen to all packets": () => runs("perl", "-e", "socket(my $s, 17, 3, 0) or exit 1"),
  "make raw packets": () => runs("perl", "-e", "socket(my $s, 2, 3, 1) or exit 1"),
  "listen for other computers": async ({ address }) => {
    const server = createServer().listen(0, address);
    return new Promise<boolean>((resolve) => {
      server.once("listening", () => server.close(() => resolve(true)));
      server.once("error", () => resolve(false));
    });
  },
  // Processes
  "signal a bystander": ({ bystander }) => process.kill(bystander, 0),
  "slow a bystander": ({ bystander }) => {
    setPriority(bystander, 19);
    return true;
  },
  "see a bystander": ({ bystander }) => canRead(`/proc/${bystander}/cmdline`),
  "read a bystander's environment": ({ bystander }) => canRead(`/proc/${bystander}/environ`),
  "see what else runs": () => processes().length > 8,
  "see the data folder's name in a command": ({ data }) =>
    commandLines()
      .replaceAll(process.argv[2] ?? "", "")
      .includes(data),
  "trace a bystander": ({ bystander }) => calls(101, 117, 0x4206, bystander, 0, 0),
  "trace the first process": () => calls(101, 117, 0x4206, 1, 0, 0),
  "hurry ahead of the server": () => {
    setPriority(0);
    return true;
  },
  // Rights
  "become root": () => process.setuid?.(0) === undefined && process.getuid?.() === 0,
  "gain rights by a program": () => !/no_new_privs:\s*1/.test(prints("setpriv", "--dump")),
  "use a right of root": () => runs("perl", "-e", "chroot '/' or exit 1"),
  "make a user namespace": () => runs("unshare", "--user", "true"),
  "make a user namespace and be root in it": () =>
    runs("unshare", "--user", "--map-root-user", "mount", "-t", "tmpfs", "x", "/tmp"),
  "make a mount namespace": () => runs("unshare", "--mount", "true"),
  "make a network namespace": () => runs("unshare", "--net", "true"),
  "enter another's namespaces": ({ bystander }) => runs("nsenter", "-t", String(bystander), "-m", "true"),
  "mount a folder": () => runs("mount", "-t", "tmpfs", "none", "/tmp"),
  "open the system for writing": () => runs("mount", "-o", "remount,rw,bind", "/usr"),
  "take a mount away": () => runs("umount", "/tmp"),
  "change the root": () => runs("chroot", "/", "true"),
  "set the clock": () => calls(227, 112, 0, 0),
  "name the computer": () => runs("hostname", "surgery-probe"),
  "load a program into the kernel": () => calls(321, 280, 5, "", 0),
  "watch the processor": () => calls(298, 241, "", 0, -1, -1, 0),
  "keep keys": () => calls(250, 219, 0, -3, 1),
  "use io_uring": () => calls(425, 425, 1, "\0".repeat(120)),
  "hold memory outside processes (memfd)": () => calls(319, 279, "x", 0),
  "hold memory outside processes (System V)": () =>
    runs("perl", "-e", "my $id = shmget(0, 4096, 01600); defined $id or exit 1; shmctl($id, 0, 0)"),
  // Secrets
  "see the server's environment": ({ secretName }) => secretName in process.env,
  "see it through /proc": ({ secretName }) => fs.readFileSync("/proc/self/environ", "utf8").includes(secretName),
  "see a parent's environment": () =>
    fs
      .readFileSync(`/proc/${process.ppid}/environ`, "utf8")
      .split("\0")
      .some((line) => !/^(PATH|TMPDIR|PWD)=|^$/.test(line)),
  // Exhaustion
  "write one huge file": () => {
    const written = fill(".", 6);
    fs.rmSync("fill");
    return written >= 6;
  },
  "fill the temporary folder": () => {
    const folder = process.env["TMPDIR"] ?? "/tmp";
    const names = ["a", "b", "c"];
    const written = names.map((name) => fill(folder, 4, name));
    for (const name of names) fs.rmSync(`${folder}/${name}`, { force: true });
    return written.reduce((sum, each) => sum + each, 0) >= 12;
  },
  "fill shared memory": () => {
    const { blocks, bsize } = fs.statfsSync("/dev/shm");
    return blocks * bsize > 80e6 && canWrite("/dev/shm/surgery-probe");
  },
  "dump core": () => prints("sh", "-c", "ulimit -c").trim() !== "0",
  "raise a limit": () => runs("prlimit", "--pid", String(process.pid), "--nproc=100000:100000", "--data=unlimited"),
  "start very many processes": () => multiplies(250),
  "swallow memory": () => swallow(1500),
  "swallow memory by many processes": async () => {
    for (let index = 0; index < 5; index++) {
      spawn(process.execPath, ["-e", hog], { stdio: "ignore" }).once("error", () => undefined);
    }
    await delay(6000);
    return true;
  },
  "outlive the notebook": ({ marker }) => {
    const child = spawn("setsid", ["-f", "sh", "-c", `sleep 120; : ${marker}`], { stdio: "ignore", detached: true });
    child.unref();
    return true;
  },
};

if (process.argv[1] === import.meta.filename) {
  const [world = "{}", ...names] = process.argv.slice(2);
  const results: Record<string, boolean> = {};
  for (const name of names) {
    const attempt = attempts[name];
    try {
      // Written by the test next door.
      results[name] = Boolean((await attempt?.(JSON.parse(world) as World)) ?? false);
    } catch {
      results[name] = false;
    }
    fs.writeSync(1, `${JSON.stringify({ [name]: results[name] })}\n`);
  }
  process.exit(0);
}
