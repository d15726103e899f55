import type { Command } from "commander";
import { installKernelspec, removeKernelspec, type KernelspecPlace } from "../kernelspec-folder.js";

export function registerKernel(program: Command): void {
  const kernel = program.command("kernel").description("our TypeScript kernel for any Jupyter on this computer");
  kernel
    .command("install")
    .description("let Jupyter find the kernel")
    .option("--user", "for you alone (this is the default)")
    .option("--prefix <folder>", "into <folder>/share/jupyter, such as a Python environment")
    .action((place: KernelspecPlace) => {
      process.stdout.write(`The kernel “TypeScript” is installed in ${installKernelspec(place, process.env)}\n`);
    });
  kernel
    .command("uninstall")
    .description("take the kernel away again")
    .option("--user", "the one for you alone (this is the default)")
    .option("--prefix <folder>", "the one in <folder>/share/jupyter")
    .action((place: KernelspecPlace) => {
      const folder = removeKernelspec(place, process.env);
      process.stdout.write(folder === undefined ? "The kernel was not installed there.\n" : `Removed ${folder}\n`);
    });
}
