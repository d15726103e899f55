"""nbgrader itself (from PyPI) with our lessons, and our programs with its courses. Run by `npm run test:interop`.

Both graders see the same notebooks and must give the same points. Nothing of nbgrader is replaced.
"""

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import nbformat
import nbgrader
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.nbgraderformat.common import SchemaMismatchError
from nbgrader.utils import compute_checksum

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(ROOT, "packages", "grading", "fixtures")
NODE = os.environ.get("NODE_24", "node")
FOLDERS = {
    "tiny": os.path.join(FIXTURES, "format-1"),
    "every-role": os.path.join(FIXTURES, "format-2"),
    "first-look": os.path.join(ROOT, "notebooks"),
}

# Grade id of the answer -> what a learner writes there.
RIGHT = {
    "tiny": {
        "total": "let total = numbers.reduce((sum, each) => sum + each, 0);",
        "rate": "function rate(part: number, whole: number): number {\n  return (part / whole) * 100;\n}",
    },
    "every-role": {
        "total": "let total = 0;\nfor (let each of numbers) total += each;",
        "chart": 'console.log("a chart");',
        "finding": "Three numbers come to six.",
    },
    "first-look": {
        "count-countries": "let howMany = countries.length;",
        "fell-since-1980": "let fell = countries.filter((row) => row.life_2005 < row.life_1980);",
        "change-since-1955": 'let changes = addColumn(countries, "change", (row) => row.life_2005 - row.life_1955);',
        "finding": "Between 1955 and 2005 it rose in 61 of 62 countries.",
    },
}
WRONG = {
    "tiny": {"total": 'let total = "six";', "rate": "function rate(): string {\n  return 'half';\n}"},
    "every-role": {"total": "let total = undefined;", "chart": "1", "finding": "No."},
    "first-look": {
        "count-countries": "let howMany = 2.5;",
        "fell-since-1980": "let fell = 7;",
        "change-since-1955": "let changes = [{}];",
        "finding": "No.",
    },
}
STOPS = {
    "tiny": {"total": "let total = nobody.knows;", "rate": "function rate() { throw new Error('no') }"},
    "every-role": {"total": "throw new Error('stop');"},
}


def kinds(lesson):
    """Answers of every kind, and right and wrong ones mixed. All kinds with the small lesson; a run takes seconds."""
    right, wrong = RIGHT[lesson], WRONG[lesson]
    first = next(iter(right))
    yield "right", right
    yield "first", {**wrong, first: right[first]}
    if lesson == "first-look":
        return
    yield "untouched", {}
    yield "stops", {**right, **STOPS[lesson]}
    if lesson == "tiny":
        yield "wrong", wrong
        # Two of three tests hold: both graders give a part of the points.
        yield "part", {**right, "rate": "function rate(): number {\n  return 50;\n}"}


def surgery(*args):
    return run([NODE, os.path.join(ROOT, "packages", "cli", "bin", "surgery.js"), *args], ROOT)


def run(command, folder):
    env = {**os.environ, "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=900)
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}")
    return done.stdout


def grader(course, *args):
    return run([sys.executable, "-m", "nbgrader", *args], course)


def answer(source, target, answers):
    """A notebook as a learner hands it in: these answers, all else as it was."""
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    os.makedirs(os.path.dirname(target), exist_ok=True)
    nbformat.write(notebook, target)


def points(course, lesson, student):
    """Grade id -> what nbgrader gives without anybody's help."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        submission = book.find_submission_notebook(lesson, lesson, student)
        return {grade.name: grade.auto_score or 0.0 for grade in submission.grades}


class OurLessons(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.course = tempfile.mkdtemp(prefix="surgery-course-")
        cls.ours = tempfile.mkdtemp(prefix="surgery-ours-")
        # As in every folder where notebooks import packages: they are installed there.
        os.symlink(os.path.join(ROOT, "node_modules"), os.path.join(cls.course, "node_modules"))
        for lesson, folder in FOLDERS.items():
            surgery("export", lesson, "--notebooks", folder, "--out", cls.course)
            grader(cls.course, "generate_assignment", lesson)
        cls.submit()
        for lesson in FOLDERS:
            grader(cls.course, "autograde", lesson)

    @classmethod
    def submit(cls):
        """Everybody twice: in the version that nbgrader made, and in the one that we made."""
        releases = os.path.join(cls.ours, "release")
        script = os.path.join(ROOT, "test", "interop", "release-lesson.mjs")
        cls.submitted = {lesson: {} for lesson in FOLDERS}
        for lesson, folder in FOLDERS.items():
            run([NODE, script, folder, lesson, releases], ROOT)
            for maker, base in (("theirs", os.path.join(cls.course, "release")), ("ours", releases)):
                data = os.path.join(folder, lesson, "data")
                for kind, answers in kinds(lesson):
                    student = f"{maker}-{kind}"
                    place = os.path.join(cls.course, "submitted", student, lesson)
                    target = os.path.join(place, f"{lesson}.ipynb")
                    answer(os.path.join(base, lesson, f"{lesson}.ipynb"), target, answers)
                    shutil.copytree(data, os.path.join(place, "data"))
                    cls.submitted[lesson][student] = target

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.course)
        shutil.rmtree(cls.ours)

    def test_nbgrader_accepts_the_marks_of_our_source_and_of_both_releases(self):
        for lesson in FOLDERS:
            for base in ("source", "release", os.path.join(self.ours, "release")):
                path = os.path.join(self.course, base, lesson, f"{lesson}.ipynb")
                MetadataValidator().validate_nb(nbformat.read(path, as_version=4))

    def test_the_checksums_of_our_release_are_those_that_nbgrader_computes(self):
        counted = 0
        for lesson in FOLDERS:
            notebook = nbformat.read(os.path.join(self.ours, "release", lesson, f"{lesson}.ipynb"), as_version=4)
            for cell in notebook.cells:
                if "nbgrader" in cell.metadata:
                    self.assertEqual(cell.metadata.nbgrader.checksum, compute_checksum(cell))
                    counted += 1
        self.assertGreater(counted, 15)

    def test_nothing_hidden_is_in_what_nbgrader_releases(self):
        for path in glob.glob(os.path.join(self.course, "release", "*", "*.ipynb")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            for secret in ("CANARY", "424242", "31337", "BEGIN ", "reduce((sum, each)", "countries.length;", "hints"):
                self.assertNotIn(secret, text)

    def test_both_graders_give_the_same_points_whoever_made_the_release(self):
        compared = 0
        for lesson, folder in FOLDERS.items():
            students = self.submitted[lesson]
            script = os.path.join(ROOT, "test", "interop", "score-notebook.mjs")
            scores = json.loads(run([NODE, script, folder, lesson, *students.values()], ROOT))
            for (student, path), ours in zip(students.items(), scores):
                theirs = points(self.course, lesson, student)
                for exercise, earned in ours["earned"].items():
                    with self.subTest(lesson=lesson, student=student, exercise=exercise):
                        name = f"{exercise}-test" if f"{exercise}-test" in theirs else exercise
                        self.assertEqual(earned, theirs.get(name, 0.0))
                        compared += 1
        self.assertEqual(compared, 2 * (6 * 2 + 4 * 4 + 2 * 4))

    def test_right_answers_get_all_points_and_wrong_ones_none_so_that_agreeing_means_something(self):
        for maker in ("theirs", "ours"):
            self.assertEqual(points(self.course, "tiny", f"{maker}-right"), {"total-test": 1.0, "rate-test": 2.0})
            self.assertEqual(points(self.course, "tiny", f"{maker}-wrong"), {"total-test": 0.0, "rate-test": 0.0})
            self.assertEqual(points(self.course, "tiny", f"{maker}-first"), {"total-test": 1.0, "rate-test": 0.0})
            self.assertEqual(points(self.course, "tiny", f"{maker}-part"), {"total-test": 1.0, "rate-test": 1.33})
            self.assertEqual(points(self.course, "first-look", f"{maker}-right")["fell-since-1980-test"], 1.0)

    def test_answers_in_words_wait_for_a_person_and_untouched_ones_do_not(self):
        with Gradebook(f"sqlite:///{self.course}/gradebook.db") as book:
            waits = lambda student: book.find_grade("finding", "every-role", "every-role", student).needs_manual_grade
            self.assertTrue(waits("theirs-right"))
            self.assertTrue(waits("ours-right"))
            self.assertFalse(waits("theirs-untouched"))

    def test_nbgrader_tells_a_learner_with_right_answers_that_all_is_well(self):
        told = grader(self.course, "validate", self.submitted["tiny"]["theirs-right"])
        self.assertIn("Success", told)

    def test_a_learner_who_deleted_the_cell_of_checks_is_graded_all_the_same(self):
        # What our release has not is what such a learner has not.
        notebook = nbformat.read(self.submitted["tiny"]["ours-right"], as_version=4)
        self.assertEqual([cell for cell in notebook.cells if "dataSurgeryChecks" in cell.source], [])
        self.assertEqual(points(self.course, "tiny", "ours-right")["rate-test"], 2.0)


class TheirCourses(unittest.TestCase):
    """Notebooks that come with nbgrader, and a small course of our own."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="surgery-theirs-")
        source = os.path.join(cls.folder, "course", "source")
        cls.originals = {}
        shipped = os.path.dirname(nbgrader.__file__)
        for number, path in enumerate(sorted(glob.glob(os.path.join(shipped, "**", "*.ipynb"), recursive=True))):
            target = os.path.join(source, f"shipped-{number}", os.path.basename(path))
            os.makedirs(os.path.dirname(target))
            shutil.copyfile(path, target)
        shutil.copytree(os.path.join(FIXTURES, "nbgrader-course", "source"), source, dirs_exist_ok=True)
        command = [NODE, os.path.join(ROOT, "packages", "cli", "bin", "surgery.js"), "import"]
        command += [os.path.join(cls.folder, "course"), "--out", os.path.join(cls.folder, "notebooks"), "--json"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        cls.reports = json.loads(done.stdout)["lessons"]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def original(self, report):
        return os.path.join(
            self.folder, "course", "source", report["assignment"], report["notebook"] + ".ipynb"
        )

    def test_what_nbgrader_accepts_is_imported_and_what_is_refused_has_a_reason(self):
        imported = [report for report in self.reports if report["ok"]]
        self.assertGreaterEqual(len(imported), 20)
        for report in self.reports:
            if report["ok"]:
                continue
            [code, *_] = [fault["code"] for fault in report["faults"]]
            with self.subTest(notebook=self.original(report), code=code):
                if code == "import.no-answers":
                    continue
                # nbgrader refuses these too, after its own upgrade.
                with self.assertRaises((ValidationError, SchemaMismatchError, RuntimeError, ValueError, KeyError)):
                    notebook = nbformat.read(self.original(report), as_version=4)
                    MetadataValidator().upgrade_notebook_metadata(notebook)
                    MetadataValidator().validate_nb(notebook)

    def test_each_goes_back_to_the_same_bytes(self):
        back = os.path.join(self.folder, "back")
        notebooks = os.path.join(self.folder, "notebooks")
        for report in self.reports:
            if not report["ok"]:
                continue
            surgery("export", report["lesson"], "--notebooks", notebooks, "--out", back)
            written = os.path.join(back, "source", report["assignment"], report["notebook"] + ".ipynb")
            with open(written, "rb") as now, open(self.original(report), "rb") as before:
                self.assertEqual(now.read(), before.read())

    def test_a_python_course_in_our_release_is_graded_by_nbgrader_with_the_points_of_its_own(self):
        course = os.path.join(self.folder, "graded")
        shutil.copytree(os.path.join(FIXTURES, "nbgrader-course"), course)
        grader(course, "generate_assignment", "fair-shares")
        ours = os.path.join(self.folder, "ours")
        script = os.path.join(ROOT, "test", "interop", "release-lesson.mjs")
        run([NODE, script, os.path.join(self.folder, "notebooks"), "fair-shares", ours], ROOT)
        releases = {
            "theirs": os.path.join(course, "release", "fair-shares", "shares.ipynb"),
            "ours": os.path.join(ours, "fair-shares", "fair-shares.ipynb"),
        }
        answers = {
            "right": "def share(part, whole):\n    return part / whole",
            "partly": "def share(part, whole):\n    return 0.5",
            "wrong": "def share(part, whole):\n    return whole",
        }
        for maker, release in releases.items():
            for kind, source in answers.items():
                place = os.path.join(course, "submitted", f"{maker}-{kind}", "fair-shares", "shares.ipynb")
                answer(release, place, {"share": source})
        grader(course, "autograde", "fair-shares")
        with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
            for maker in releases:
                for kind, want in {"right": [1.0, 0.5], "partly": [1.0, 0.0], "wrong": [0.0, 0.0]}.items():
                    grades = [
                        book.find_grade(name, "shares", "fair-shares", f"{maker}-{kind}").auto_score
                        for name in ("share_half", "share_other")
                    ]
                    self.assertEqual(grades, want, f"{maker}-{kind}")


if __name__ == "__main__":
    unittest.main()
