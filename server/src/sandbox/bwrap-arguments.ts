/**
 * The arguments of bubblewrap for one job (bwrap(1), 0.8 or newer). Nothing is there unless it is named here: a job sees the
 * system's programs read-only, the folders of `shows`, an empty /tmp and its own folder, which is called /notebook.
 */
import { lstatSync, readlinkSync } from "node:fs";
import type { Job, Places } from "./job.js";

export const placesInside: Places = { folder: "/notebook", temporary: "/tmp" };

export interface BwrapOptions {
  readonly job: Job;
  /** A /proc that shows the job's own processes. Some containers refuse to mount one. */
  readonly proc: boolean;
  /** File descriptor of the syscall filter. */
  readonly filterFd?: number;
}

const megabyte = 1024 * 1024;

export function bwrapArguments({ job, proc, filterFd }: BwrapOptions): string[] {
  const { folder } = placesInside;
  const options: (readonly string[])[] = [
    // Every kind of namespace, and no way to make another user namespace inside, where it would have all rights again.
    ["--unshare-user", "--disable-userns", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"],
    ["--unshare-net", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ["--uid", "1000", "--gid", "1000", "--hostname", "notebook"],
    filterFd === undefined ? [] : ["--seccomp", String(filterFd)],
    systemFolders(),
    // The device folder is a tmpfs without a limit: it is closed, and shared memory gets a limit of its own.
    ["--dev", "/dev", ...limitedTmpfs("/dev/shm", 64), "--remount-ro", "/dev"],
    proc ? ["--proc", "/proc"] : [],
    limitedTmpfs(placesInside.temporary, job.limits.temporaryMb),
    ...job.shows.map((path) => ["--ro-bind-try", path, path]),
    ["--symlink", job.nodeModules, "/node_modules"],
    job.run === undefined ? [] : ["--bind", job.run, job.run],
    ["--bind", job.folder, folder],
    // What is left of the root is a tmpfs without a limit too.
    ["--remount-ro", "/", "--chdir", folder],
  ];
  return options.flat();
}

function limitedTmpfs(path: string, megabytes: number): string[] {
  return ["--size", String(megabytes * megabyte), "--perms", "1777", "--tmpfs", path];
}

/** /bin and its like are links into /usr on most systems, folders of their own on others. */
function systemFolders(): string[] {
  const found = ["--ro-bind", "/usr", "/usr"];
  for (const path of ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isSymbolicLink() === true) found.push("--symlink", readlinkSync(path), path);
    else if (stats?.isDirectory() === true) found.push("--ro-bind", path, path);
  }
  // The loader's cache, what `python3` and its like point at, and the time zone; no names of users, no keys.
  for (const path of ["/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts"])
    found.push("--ro-bind-try", path, path);
  return found;
}
