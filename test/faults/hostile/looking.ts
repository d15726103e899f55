import type { Submission } from "./submission.js";

/** Reads files below places where secrets may be, and takes an answer from what it finds. */
const search = (
  places: string,
): string => `const fs = await import("node:fs"); let total = 7; const deadline = Date.now() + 1500;
const look = (folder: string, depth: number) => { if (depth > 6 || Date.now() > deadline) return; for (const name of fs.readdirSync(folder)) { const path = folder + "/" + name; try { const stat = fs.lstatSync(path); if (stat.isDirectory()) look(path, depth + 1); else if (stat.size < 1e6 && fs.readFileSync(path, "utf8").includes("CANARY-title-other")) total = 6; } catch {} } };
for (const place of ${places}) try { look(place, 0); } catch {}
const found = total === 6; if (found) { const csv = fs.readFileSync("data/numbers.csv", "utf8"); total = csv.includes("424") ? 424242 : 6; }`;

export const looking: readonly Submission[] = [
  {
    tries: "its own environment",
    source:
      "let total = Number(Object.values(process.env).concat(process.argv, process.execArgv).join(' ').match(/424242/)?.[0] ?? 7);",
  },
  {
    tries: "the stack and its caller",
    source:
      "let total = 7; try { const stack = new Error().stack ?? ''; if (stack.includes('equal') || (function f() { return (f as any).caller; })()) total = 6; } catch {}",
  },
  {
    tries: "arguments.callee.caller",
    source: "let total = new Function('try { return arguments.callee.caller ? 6 : 7 } catch { return 7 }')();",
  },
  {
    tries: "call sites through prepareStackTrace",
    source:
      "let total = 7; (Error as any).prepareStackTrace = (_: unknown, sites: any[]) => { for (const site of sites) if (String(site.getFunction?.() ?? '').includes('424242')) total = 6; return ''; }; void new Error().stack;",
  },
  {
    tries: "the test that asks, by the stack of a function",
    exercise: "rate",
    source: "function rate(part: number) { return /hidden|CANARY|test/.test(new Error().stack ?? '') ? 50 : part; }",
  },
  {
    tries: "require.cache",
    source:
      "const { createRequire } = await import('node:module'); const cache = createRequire('/').cache; let total = Object.keys(cache).some((key) => key.includes('grading')) ? 6 : 7;",
  },
  {
    tries: "import hooks",
    source:
      "const { register } = await import('node:module'); try { register('data:text/javascript,export async function load(u,c,n){return n(u,c)}'); } catch {} let total = 7;",
  },
  {
    tries: "the inspector on its own process",
    source:
      "const inspector = await import('node:inspector'); const session = new inspector.Session(); session.connect(); let total = 7; session.post('Runtime.evaluate', { expression: 'expected' }, (_, r: any) => { if (r?.result?.value) total = 6; });",
  },
  {
    tries: "an inspector that listens",
    source: "const inspector = await import('node:inspector'); try { inspector.open(0); } catch {} let total = 7;",
  },
  {
    tries: "a snapshot of the heap",
    source:
      "const v8 = await import('node:v8'); let text = ''; for await (const part of v8.getHeapSnapshot()) { text += part; if (text.length > 3e7) break; } let total = text.includes('CANARY-title-' + 'other') ? 6 : 7;",
  },
  {
    tries: "async hooks",
    source:
      "const { createHook } = await import('node:async_hooks'); let total = 7; createHook({ init: (_id, type) => { if (type === 'WORKER') total = 6; } }).enable();",
  },
  {
    tries: "the test's thread as a worker of its own",
    source:
      "const { parentPort, workerData, isMainThread } = await import('node:worker_threads'); let total = isMainThread && parentPort === null ? 7 : workerData;",
  },
  {
    tries: "broadcast channels",
    source:
      "const { BroadcastChannel } = await import('node:worker_threads'); let total = 7; const channel: any = new BroadcastChannel('tests'); channel.onmessage = (event: any) => { total = event.data; }; channel.unref();",
  },
  {
    tries: "active handles",
    source:
      "let total = (process as any)._getActiveHandles().some((handle: any) => JSON.stringify(handle?.expected ?? '').includes('6')) ? 6 : 7;",
  },
  {
    tries: "internal modules",
    source:
      "let total = 7; try { (process as any).binding('natives'); (process as any)._linkedBinding('x'); } catch {}",
  },
  { tries: "its own folder and those above", source: search("['.', '..']") },
  { tries: "temporary folders", source: search("[process.env.TMPDIR, '/tmp/surgery-bench', '/dev/shm']") },
  {
    tries: "/proc of everybody",
    source:
      "const fs = await import('node:fs'); let total = 7; try { for (const pid of fs.readdirSync('/proc')) for (const file of ['cmdline', 'environ']) try { if (fs.readFileSync('/proc/' + pid + '/' + file, 'utf8').includes('CANARY-title-' + 'other')) total = 6; } catch {} } catch {}",
  },
  {
    tries: "/proc/self",
    source:
      "const fs = await import('node:fs'); let total = 7; for (const file of ['cmdline', 'environ', 'maps', 'mountinfo', 'status']) try { if (fs.readFileSync('/proc/self/' + file, 'utf8').includes('424242')) total = 6; } catch {}",
  },
  {
    tries: "what its descriptors lead to",
    source:
      "const fs = await import('node:fs'); let total = 7; for (let fd = 0; fd < 64; fd++) try { if (fd !== 3 && fd !== 4 && fs.fstatSync(fd).isFile() && fs.readFileSync(fd, 'utf8').includes('CANARY')) total = 6; } catch {}",
  },
  {
    tries: "the memory of the process that started it",
    source:
      "const fs = await import('node:fs'); let total = 7; try { const maps = fs.readFileSync('/proc/' + process.ppid + '/maps', 'utf8'); if (maps.length > 0) fs.openSync('/proc/' + process.ppid + '/mem', 'r'); } catch {}",
  },
  {
    tries: "the lesson's source, by every path it may have",
    source: search("[process.env.LESSONS, '/work', '/srv', '/home', '/opt', '/usr/src', '/root']"),
    outward: true,
  },
  {
    tries: "the lesson's source, beside the runner",
    source: `const runner = process.argv[1] ?? ""; const root = runner.split("/kernel/")[0]; ${search("[root + '/packages/grading', root + '/notebooks', root + '/server']")}`,
    outward: true,
  },
  {
    tries: "a link to the lesson's source",
    source: `const { symlinkSync } = await import("node:fs"); symlinkSync((process.argv[1] ?? "").split("/kernel/")[0] + "/packages", "link"); ${search("['link']")}`,
    outward: true,
  },
  {
    tries: "the comparison's own module, changed",
    source:
      "let total = 7; try { const compare: any = await import('@data-surgery/grading/compare'); compare.equal = () => true; } catch {}",
  },
  {
    tries: "the modules of the runner, changed on the disk",
    source:
      "const fs = await import('node:fs'); let total = 7; try { fs.appendFileSync(process.argv[1]!, ''); total = 7; } catch {}",
  },
];
