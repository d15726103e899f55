/**
 * A filter of system calls for jobs in bubblewrap (seccomp(2), a classic BPF program): second line of defence, and the bound on
 * memory that no process's size shows. Refused are new namespaces and mounts, looking into other processes, kernel interfaces
 * with a history of holes, memory outside any process (memfd, System V), and sockets other than local and internet ones.
 */

/** Numbers differ between processors (Linux: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h). From 424 on they agree. */
interface SyscallTable {
  /** AUDIT_ARCH_… of linux/audit.h. */
  readonly arch: number;
  readonly clone: number;
  readonly socket: number;
  readonly memfdCreate: number;
  readonly refused: readonly number[];
}

const sinceUnified = {
  clone3: 435,
  // open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr; io_uring_*; pidfd_getfd, memfd_secret
  refused: [428, 429, 430, 431, 432, 433, 442, 425, 426, 427, 438, 447],
} as const;

const x64: SyscallTable = {
  arch: 0xc000003e,
  clone: 56,
  socket: 41,
  memfdCreate: 319,
  refused: [
    [165, 166, 155, 161, 272, 308], // mount, umount2, pivot_root, chroot, unshare, setns
    [101, 310, 311, 312], // ptrace, process_vm_readv, process_vm_writev, kcmp
    [321, 298, 323, 300], // bpf, perf_event_open, userfaultfd, fanotify_init
    [250, 248, 249], // keyctl, add_key, request_key
    [29, 68, 64], // shmget, msgget, semget
    [246, 320, 175, 313, 176], // kexec_load, kexec_file_load, init_module, finit_module, delete_module
    [163, 167, 168, 169, 164, 227, 179], // acct, swapon, swapoff, reboot, settimeofday, clock_settime, quotactl
    [304, 303, 212, 103, 153, 180], // open_by_handle_at, name_to_handle_at, lookup_dcookie, syslog, vhangup, nfsservctl
    [256, 279, 172, 173, 154, 134], // migrate_pages, move_pages, iopl, ioperm, modify_ldt, uselib
  ].flat(),
};

const arm64: SyscallTable = {
  arch: 0xc00000b7,
  clone: 220,
  socket: 198,
  memfdCreate: 279,
  refused: [
    [40, 39, 41, 51, 97, 268], // mount, umount2, pivot_root, chroot, unshare, setns
    [117, 270, 271, 272], // ptrace, process_vm_readv, process_vm_writev, kcmp
    [280, 241, 282, 262], // bpf, perf_event_open, userfaultfd, fanotify_init
    [219, 217, 218], // keyctl, add_key, request_key
    [194, 186, 190], // shmget, msgget, semget
    [104, 294, 105, 273, 106], // kexec_load, kexec_file_load, init_module, finit_module, delete_module
    [89, 224, 225, 142, 170, 112, 60], // acct, swapon, swapoff, reboot, settimeofday, clock_settime, quotactl
    [265, 264, 18, 116, 58, 42], // open_by_handle_at, name_to_handle_at, lookup_dcookie, syslog, vhangup, nfsservctl
    [238, 239], // migrate_pages, move_pages
  ].flat(),
};

const allow = 0x7fff0000;
const refuse = (errno: number): number => 0x00050000 | errno;
const [notPermitted, notImplemented, noSuchFamily] = [1, 38, 97];

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const namespaceFlags = 0x7e020000;
/** Local, IPv4, IPv6, and netlink, which tells a program its network interfaces. */
const socketFamilies = [1, 2, 10, 16];

// struct seccomp_data: number at 0, architecture at 4, first argument at 16.
const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const end = (result: number): Instruction => [0x06, 0, 0, result];
const ifEqual = (value: number, yes: number, no: number): Instruction => [0x15, yes, no, value];
const ifAtLeast = (value: number, yes: number, no: number): Instruction => [0x35, yes, no, value];
const ifAnyBit = (value: number, yes: number, no: number): Instruction => [0x45, yes, no, value];

/** Code, steps to go on by when it holds, steps when not, operand. */
type Instruction = readonly [code: number, yes: number, no: number, operand: number];

/** The program's bytes; undefined for a processor that has no table here. */
export function syscallFilter(processor: string): Buffer | undefined {
  const table = processor === "x64" ? x64 : processor === "arm64" ? arm64 : undefined;
  if (table === undefined) return undefined;
  const refused = [...table.refused, ...sinceUnified.refused];
  const program: (readonly Instruction[])[] = [
    [load(4), ifEqual(table.arch, 1, 0), end(refuse(notPermitted)), load(0)],
    // The x32 way of calling on x64 has numbers of its own.
    [ifAtLeast(0x40000000, 0, 1), end(refuse(notPermitted))],
    ...refused.map((number) => [ifEqual(number, 0, 1), end(refuse(notPermitted))]),
    // What is "not there" makes programs take another way; the flags of clone3 lie in memory, where no filter can look.
    ...[table.memfdCreate, sinceUnified.clone3].map((number) => [ifEqual(number, 0, 1), end(refuse(notImplemented))]),
    [ifEqual(table.clone, 0, 4), load(16), ifAnyBit(namespaceFlags, 0, 1), end(refuse(notPermitted)), end(allow)],
    [ifEqual(table.socket, 0, socketFamilies.length + 2), load(16)],
    socketFamilies.map((family, index) => ifEqual(family, socketFamilies.length - index, 0)),
    [end(refuse(noSuchFamily)), end(allow)],
  ];
  return assemble(program.flat());
}

function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, yes, no, operand]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(yes, index * 8 + 2);
    bytes.writeUInt8(no, index * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, index * 8 + 4);
  }
  return bytes;
}
