"""What `surgery publish` writes, judged by frictionless, by checks of the Data Package standard, by csvw, and by a SHACL engine with the
shapes of DCAT-AP. Run by `npm run test:interop`, which fetches what is not on PyPI where the network allows it; otherwise DCAT_AP_SHAPES
names a folder with the shapes (releases/3.0.1/html/shacl of github.com/SEMICeu/DCAT-AP), and DATA_PACKAGE_SCHEMAS one with the schemas
(datapackage.org/profiles/2.0: datapackage.json, tableschema.json)."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
from importlib.util import find_spec

HERE = pathlib.Path(__file__).parent
SHAPES = os.environ.get("DCAT_AP_SHAPES")
SCHEMAS = os.environ.get("DATA_PACKAGE_SCHEMAS")
needs = lambda module: unittest.skipUnless(find_spec(module.replace("-", "_")), f"{module} is missing: pip install {module}")


class Publishing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.place.name)
        subprocess.run([os.environ["NODE_24"], HERE / "publish-sets.mjs", cls.folder], check=True, timeout=600)
        cls.site = cls.folder / "site"
        cls.versions = sorted(path.parent for path in cls.site.glob("*/v*/datapackage.json"))

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def test_there_are_ten_sets_and_one_of_them_has_two_versions(self):
        self.assertEqual(len({version.parent for version in self.versions}), 10)
        self.assertEqual(len(self.versions), 11)

    @needs("frictionless")
    def test_frictionless_finds_every_package_and_every_row_valid(self):
        from frictionless import validate

        for version in self.versions:
            with self.subTest(str(version)):
                report = validate(str(version / "datapackage.json"))
                self.assertTrue(report.valid, report.flatten(["type", "note", "rowNumber", "fieldName"])[:5])

    @needs("frictionless")
    def test_frictionless_sees_a_changed_cell(self):
        from frictionless import validate

        copy = self.folder / "damaged"
        shutil.copytree(self.site / "ward-rates" / "v1", copy)
        table = copy / "rates.csv"
        table.write_text(table.read_text().replace("E05001003", "nowhere"))
        self.assertFalse(validate(str(copy / "datapackage.json")).valid)

    @needs("check-datapackage")
    def test_every_datapackage_keeps_the_standard_and_a_broken_one_does_not(self):
        import check_datapackage

        for version in self.versions:
            with self.subTest(str(version)):
                properties = json.loads((version / "datapackage.json").read_text())
                self.assertEqual(check_datapackage.check(properties), [])
        del properties["resources"][0]["path"]
        self.assertNotEqual(check_datapackage.check(properties), [])

    @needs("jsonschema")
    @unittest.skipUnless(SCHEMAS, "DATA_PACKAGE_SCHEMAS names no folder with the JSON schemas of Data Package 2.0")
    def test_every_datapackage_and_every_schema_in_it_keeps_the_official_json_schemas(self):
        from jsonschema.validators import validator_for

        package, table = (
            json.loads((pathlib.Path(SCHEMAS) / name).read_text()) for name in ("datapackage.json", "tableschema.json")
        )
        faults = lambda schema, value: [error.message for error in validator_for(schema)(schema).iter_errors(value)]
        for version in self.versions:
            with self.subTest(str(version)):
                properties = json.loads((version / "datapackage.json").read_text())
                self.assertEqual(faults(package, properties), [])
                for resource in properties["resources"]:
                    self.assertEqual(faults(table, resource["schema"]), [])
        del properties["resources"][0]["schema"]["fields"][0]["name"]
        self.assertNotEqual(faults(package, properties), [])

    @needs("pyshacl")
    @unittest.skipUnless(
        SHAPES and (pathlib.Path(SHAPES) / "shapes_recommended.ttl").exists(), "DCAT_AP_SHAPES has no shapes_recommended.ttl"
    )
    def test_of_what_dcat_ap_recommends_only_what_nobody_said_is_missing(self):
        from pyshacl import validate
        from rdflib import Graph, Namespace

        shacl = Namespace("http://www.w3.org/ns/shacl#")
        shapes = Graph().parse(pathlib.Path(SHAPES) / "shapes_recommended.ttl")
        version = self.site / "ward-rates" / "v1"
        said = json.loads((version / "release.json").read_text())["record"]
        self.assertEqual(said["coverage"], {})
        graph = Graph().parse(data=(version / "dcat.jsonld").read_text(), format="json-ld", publicID="https://invented.example/d/")
        _, report, _ = validate(graph, shacl_graph=shapes, advanced=True)
        paths = {str(path).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for path in report.objects(predicate=shacl.resultPath)}
        # Where and when were not said, nor what portals sort it under; of a publisher we don't ask what kind it is.
        self.assertEqual(paths, {"spatial", "temporal", "theme", "type"})

    @needs("rdflib")
    def test_a_published_file_leads_over_two_notebooks_to_the_raw_file(self):
        from rdflib import Graph

        address = "https://invented.example/open/ward-rates/v1/"
        text = (self.site / "ward-rates" / "v1" / "lineage.jsonld").read_text()
        graph = Graph().parse(data=text, format="json-ld", publicID=f"{address}lineage.jsonld")
        names = "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        files = graph.query(names + f"SELECT ?name {{ <{address}rates.csv> prov:wasDerivedFrom+/dct:title ?name }}")
        self.assertEqual({str(name) for (name,) in files}, {"rates.csv", "clean.csv", "raw.xlsx"})
        cells = graph.query(names + f"SELECT ?cell {{ <{address}rates.csv> prov:wasDerivedFrom+/prov:wasGeneratedBy/rdfs:label ?cell }}")
        self.assertEqual({str(cell) for (cell,) in cells}, {"cell 1 of rates.ipynb", "cell 1 of clean-up.ipynb"})

    @needs("csvw")
    def test_csvw_reads_every_table_by_its_metadata(self):
        from csvw import CSVW

        for version in self.versions:
            for metadata in version.glob("*-metadata.json"):
                with self.subTest(str(metadata)):
                    found = CSVW(str(metadata), validate=True)
                    self.assertTrue(found.is_valid, [str(warning.message) for warning in found.warnings][:5])
                    csv = version / json.loads(metadata.read_text())["url"]
                    rows = len(list(found.tables[0].iterdicts(fname=csv, strict=True)))
                    record = json.loads((version / "release.json").read_text())
                    said = next(table["rows"] for table in record["tables"] if table["csv"]["path"] == csv.name)
                    self.assertEqual(rows, said)

    @needs("pyshacl")
    @unittest.skipUnless(SHAPES, "DCAT_AP_SHAPES names no folder with the shapes of DCAT-AP 3.0.1")
    def test_catalogue_and_data_sets_conform_to_the_shapes_of_dcat_ap(self):
        from pyshacl import validate
        from rdflib import Graph

        shapes = Graph()
        for name in ("shapes.ttl", "range.ttl", "deprecateduris.ttl"):
            shapes.parse(pathlib.Path(SHAPES) / name)

        def judged(text, address):
            graph = Graph().parse(data=text, format="json-ld", publicID=address)
            conforms, _, report = validate(graph, shacl_graph=shapes, advanced=True)
            return conforms, report

        catalogue = (self.site / "catalog.jsonld").read_text()
        conforms, report = judged(catalogue, "https://invented.example/open/catalog.jsonld")
        self.assertTrue(conforms, report)
        graph = Graph().parse(data=catalogue, format="json-ld", publicID="https://invented.example/open/catalog.jsonld")
        found = graph.query("SELECT DISTINCT ?set { ?catalogue <http://www.w3.org/ns/dcat#dataset> ?set }")
        self.assertEqual(len(list(found)), 10)
        empty = (self.folder / "empty-catalog.jsonld").read_text()
        conforms, report = judged(empty, "https://invented.example/open/catalog.jsonld")
        self.assertTrue(conforms, report)
        for version in self.versions:
            with self.subTest(str(version)):
                text = (version / "dcat.jsonld").read_text()
                conforms, report = judged(text, f"https://invented.example/open/{version.relative_to(self.site)}/dcat.jsonld")
                self.assertTrue(conforms, report)
        # The judge is awake.
        broken = json.loads(catalogue)
        del broken["dcat:dataset"][0]["dct:title"]
        self.assertFalse(judged(json.dumps(broken), "https://invented.example/open/catalog.jsonld")[0])

    def test_sha256sum_agrees(self):
        for version in self.versions:
            subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=version, check=True)


if __name__ == "__main__":
    unittest.main()
