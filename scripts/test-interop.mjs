// npm run test:interop: judges that we did not write. They need Python with jupyter_kernel_test and nbclient; PYTHON names another one than python3.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchJudges } from "./fetch-judges.mjs";
import { environment, nodePath, prepare, root } from "./prepare.mjs";

const python = process.env.PYTHON ?? "python3";
const probe = spawnSync(python, ["-c", "import jupyter_kernel_test, nbclient"], { encoding: "utf8" });
if (probe.status !== 0) {
  process.stderr.write(
    `The judges need Python with two packages, and ${probe.error === undefined ? "these are missing" : `“${python}” was not found`}:\n` +
      "  python3 -m venv judges && judges/bin/pip install jupyter_kernel_test nbclient jupyter-console nbconvert nbgrader frictionless\n" +
      "  PYTHON=judges/bin/python npm run test:interop\n",
  );
  process.exit(2);
}

await prepare();
const env = environment();
const prefix = mkdtempSync(join(tmpdir(), "surgery-interop-"));
let failed = false;
try {
  const judge = (command, args, more = {}) => {
    const { status } = spawnSync(command, args, {
      cwd: root,
      env: { ...env, JUPYTER_PATH: join(prefix, "share", "jupyter"), ...more },
      stdio: "inherit",
    });
    failed ||= status !== 0;
  };
  judge(nodePath(), ["packages/cli/bin/surgery.js", "kernel", "install", "--prefix", prefix]);
  for (const suite of ["kernel_suite.py", "notebook_suite.py", "tools_suite.py"])
    judge(python, [join("test", "interop", suite), "-v"]);
  const hasPublishing = spawnSync(python, ["-c", "import frictionless, check_datapackage, csvw, pyshacl"]).status === 0;
  if (hasPublishing)
    judge(python, [join("test", "interop", "publishing_suite.py"), "-v"], {
      NODE_24: nodePath(),
      ...(await fetchJudges(prefix)),
    });
  else {
    process.stderr.write(
      "Published data sets were not judged: pip install frictionless check-datapackage csvw pyshacl (Python 3.12 or later)\n",
    );
    failed = true;
  }
  const hasNbgrader = spawnSync(python, ["-c", "import nbgrader"]).status === 0;
  if (hasNbgrader) judge(python, [join("test", "interop", "nbgrader_suite.py"), "-v"], { NODE_24: nodePath() });
  else {
    process.stderr.write("nbgrader is missing, so lessons were not judged: pip install nbgrader\n");
    failed = true;
  }
  const hasFrictionless = spawnSync(python, ["-c", "import frictionless"]).status === 0;
  if (hasFrictionless) judge(python, [join("test", "interop", "open_data_suite.py"), "-v"], { NODE_24: nodePath() });
  else {
    process.stderr.write("frictionless is missing, so open data was not judged: pip install frictionless\n");
    failed = true;
  }
} finally {
  rmSync(prefix, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
