"""Whole notebooks through nbclient, the way nbconvert and papermill run them. Run by `npm run test:interop`."""

import unittest

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

    def test_outputs_are_valid_nbformat(self):
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("[{ ward: 'A', n: 1 }, { ward: 'B', n: 2 }]")]
        )
        NotebookClient(notebook, kernel_name="surgery", timeout=60).execute()
        nbformat.validate(notebook)
        data = notebook.cells[0]["outputs"][0]["data"]
        self.assertIn("<table", data["text/html"])
        self.assertIn("ward", data["text/plain"])


if __name__ == "__main__":
    unittest.main()
