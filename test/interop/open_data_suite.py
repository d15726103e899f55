"""The impact figures as open data, judged by frictionless and by Python's own zip and csv. Run by `npm run test:interop`."""

import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

from frictionless import Package, system, validate

here = pathlib.Path(__file__).parent
counts = {"visits", "people", "people-helped", "volunteers", "sittings", "outcome-cards"}


class OpenData(unittest.TestCase):
    def write(self, people_each):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        writer = [os.environ.get("NODE_24", "node"), str(here / "write-impact-data.mjs"), place.name, str(people_each)]
        subprocess.run(writer, check=True, timeout=300)
        return pathlib.Path(place.name)

    def test_frictionless_finds_every_table_as_described(self):
        for people_each in (12, 2):
            folder = self.write(people_each)
            with system.use_context(trusted=True):
                report = validate(str(folder / "datapackage.json"))
            self.assertTrue(report.valid, report.flatten(["title", "message"]))
            self.assertEqual(
                Package(str(folder / "datapackage.json")).resource_names, ["city", "quarters", "venues", "indicators"]
            )

    def test_frictionless_would_notice_a_wrong_value(self):
        folder = self.write(12)
        table = folder / "quarters.csv"
        table.write_text(table.read_text().replace("2026-Q", "in 2026-Q", 1))
        with system.use_context(trusted=True):
            self.assertFalse(validate(str(folder / "datapackage.json")).valid)

    def test_the_zip_holds_the_same_files_and_no_small_count(self):
        folder = self.write(3)
        with zipfile.ZipFile(folder / "impact.zip") as packed:
            self.assertIsNone(packed.testzip())
            for resource in json.loads(packed.read("datapackage.json"))["resources"]:
                self.assertEqual(packed.read(resource["path"]), (folder / resource["path"]).read_bytes())
        for name in ("city.csv", "quarters.csv", "venues.csv"):
            with open(folder / name, newline="") as lines:
                for row in csv.DictReader(lines):
                    if row["indicator"] in counts and row["value"] != "":
                        self.assertNotIn(int(row["value"]), range(1, 5), row)


if __name__ == "__main__":
    unittest.main()
