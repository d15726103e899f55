"""Whole notebooks through nbclient, the way nbconvert and papermill run them. Run by `npm run test:interop`."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def run(*sources, **options):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "surgery", "display_name": "TypeScript"}},
    )
    NotebookClient(notebook, kernel_name="surgery", timeout=60, **options).execute()
    return [cell["outputs"] for cell in notebook.cells]


class Notebooks(unittest.TestCase):
    def test_every_line_of_a_flood_stays_in_its_cell(self):
        flood, after = run(
            'for (let i = 0; i < 10000; i++) console.log("line " + i)',
            '"after"',
        )
        text = "".join(output["text"] for output in flood)
        self.assertEqual(text.splitlines(), [f"line {i}" for i in range(10000)])
        self.assertEqual([output["output_type"] for output in after], ["execute_result"])

    def test_state_goes_on_from_cell_to_cell(self):
        outputs = run("const a: number = 2;", "function twice(x: number) { return 2 * x }", "twice(a) + a")
        self.assertEqual(outputs[2][0]["data"]["text/plain"], "6")

    def test_an_error_stops_the_run_and_says_where(self):
        with self.assertRaises(CellExecutionError) as caught:
            run("let fine = 1;", "let x = 1;\nnull.size")
        self.assertEqual(caught.exception.ename, "TypeError")

    def test_outputs_keep_their_order_and_kinds(self):
        [outputs] = run('console.log("a"); console.error("b"); display(html("<b>c</b>")); console.log("d"); 6 * 7')
        self.assertEqual(
            [output.get("name") or output["output_type"] for output in outputs],
            ["stdout", "stderr", "display_data", "stdout", "execute_result"],
        )

    def test_a_display_is_updated_and_cleared_where_it_stands(self):
        first, second, third = run(
            'const shown = display("before")',
            'shown.update("after"); 1',
            'console.log("gone"); display.clear(); console.log("stays")',
        )
        self.assertEqual(first[0]["data"]["text/plain"], "'after'")
        self.assertEqual([output["output_type"] for output in second], ["execute_result"])
        self.assertEqual("".join(output["text"] for output in third), "stays\n")

    def test_a_cell_that_takes_too_long_is_interrupted_and_the_next_ones_have_its_variables(self):
        for loop in ("while (true) {}", "await new Promise(() => {})", "for (;;) await 0"):
            with self.subTest(loop=loop):
                notebook = nbformat.v4.new_notebook(
                    cells=[nbformat.v4.new_code_cell(source) for source in (f"let kept = 5; {loop}", "kept + 1")]
                )
                NotebookClient(
                    notebook, kernel_name="surgery", timeout=2, interrupt_on_timeout=True, allow_errors=True
                ).execute()
                first, second = notebook.cells
                self.assertEqual([output["output_type"] for output in first["outputs"]], ["error"])
                self.assertEqual(second["outputs"][0]["data"]["text/plain"], "6")

    def test_outputs_are_valid_nbformat(self):
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("[{ ward: 'A', n: 1 }, { ward: 'B', n: 2 }]")]
        )
        NotebookClient(notebook, kernel_name="surgery", timeout=60).execute()
        nbformat.validate(notebook)
        data = notebook.cells[0]["outputs"][0]["data"]
        self.assertIn("<table", data["text/html"])
        self.assertIn("ward", data["text/plain"])


class TakeAways(unittest.TestCase):
    def test_a_take_away_unpacks_and_its_notebook_is_valid_whatever_its_results_were(self):
        script = pathlib.Path(__file__).with_name("take-away.mjs")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "taken.zip")
            subprocess.run(["node", script, path], check=True)
            with zipfile.ZipFile(path) as taken:
                self.assertIsNone(taken.testzip())
                self.assertEqual(
                    sorted(taken.namelist()), ["README.txt", "loans – May.csv", "loans.ipynb", "summary.html"]
                )
                notebook = nbformat.from_dict(json.loads(taken.read("loans.ipynb")))
        nbformat.validate(notebook)
        self.assertEqual(len(notebook.cells[1]["outputs"]), 5)


if __name__ == "__main__":
    unittest.main()
