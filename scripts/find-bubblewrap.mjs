// Where bubblewrap is for the tests of closed-off kernels: in its usual places, or installed by apt where this user may.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const places = ["/usr/bin/bwrap", "/usr/local/bin/bwrap"];

/**
 * True when it is there; installs Debian's package where that is possible without asking. Without it the tests of the levels
 * that need it are skipped and say so: that is no reason to stop all others.
 */
export function ensureBubblewrap() {
  if (process.platform !== "linux") return false;
  if (places.some(existsSync)) return true;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stderr.write(
      "  … Installing bubblewrap for the tests of closed-off kernels (apt-get install bubblewrap)\n",
    );
    try {
      execFileSync("apt-get", ["update", "-qq"], { stdio: ["ignore", 2, 2] });
      execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "bubblewrap"], {
        stdio: ["ignore", "ignore", 2],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    } catch (error) {
      process.stderr.write(`  … It could not be installed: ${error.message}\n`);
    }
  }
  if (places.some(existsSync)) return true;
  process.stderr.write(
    "  ! Without bubblewrap kernels can't be closed off here, and the tests of that are skipped. Debian and Ubuntu: sudo apt-get install bubblewrap\n",
  );
  return false;
}
