"""The console and nbconvert, as people start them. Run by `npm run test:interop`."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from importlib.util import find_spec


def jupyter(module, *arguments, folder, typed=None):
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        input=typed,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


class Tools(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = pathlib.Path(place.name)

    @unittest.skipUnless(find_spec("jupyter_console"), "jupyter-console is not installed: pip install jupyter-console")
    def test_the_console_answers_what_is_typed(self):
        typed = "6*7\nconst a: number = 2\na + 1\nthrow new Error('boom')\n"
        said = jupyter("jupyter_console", "--kernel", "surgery", "--simple-prompt", folder=self.folder, typed=typed)
        self.assertIn("Out[1]: 42", said.stdout)
        self.assertIn("Out[3]: 3", said.stdout)
        # It writes errors to its own standard error.
        self.assertIn("Error: boom", said.stderr)
        self.assertNotIn("\x1b[", said.stdout)

    @unittest.skipUnless(find_spec("nbconvert"), "nbconvert is not installed: pip install nbconvert")
    def test_nbconvert_runs_a_notebook_and_writes_a_page_and_a_script(self):
        cells = ["const rows = [{ ward: 'A', n: 1 }, { ward: 'B', n: 2 }];\nrows", "rows.length * 21"]
        (self.folder / "wards.ipynb").write_text(
            json.dumps(
                {
                    "nbformat": 4,
                    "nbformat_minor": 5,
                    "metadata": {"kernelspec": {"name": "surgery", "display_name": "TypeScript"}},
                    "cells": [
                        {"cell_type": "code", "id": f"c{at}", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
                        for at, source in enumerate(cells)
                    ],
                }
            )
        )
        for arguments in (["--to", "notebook", "--inplace", "--execute"], ["--to", "html"], ["--to", "script"]):
            done = jupyter("nbconvert", *arguments, "wards.ipynb", folder=self.folder)
            self.assertEqual(done.returncode, 0, done.stderr)
        page = (self.folder / "wards.html").read_text()
        self.assertIn("<table", page)
        self.assertIn("42", page)
        self.assertIn("rows.length * 21", (self.folder / "wards.ts").read_text())


if __name__ == "__main__":
    unittest.main()
