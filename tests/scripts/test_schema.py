"""Every JSON document that the program prints is what docs/schema says, and no key is missing there."""

import copy
import json
import unittest

import jsonschema

from program import CRASH_REPORT, DEMO_LOG, FIXTURES, Repository, demo_repository, rebisect, take_program_from_arguments
from planted import SOURCE_ROOT

SCHEMAS = SOURCE_ROOT / "docs" / "schema"
NAMES = ("audit", "baseline", "corpus", "evaluate", "log", "next", "plan", "replay", "simulate", "title", "whatif")


def schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def closed(node):
    """The schema with every object closed: a key that it does not name is then an error."""
    if isinstance(node, list):
        return [closed(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    result = {key: closed(value) for key, value in node.items()}
    if result.get("type") == "object":
        result["additionalProperties"] = False
    return result


def objects(node):
    """Every object in a document."""
    if isinstance(node, dict):
        yield node
    for entry in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(entry)


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = demo_repository()
        cls.addClassCleanup(cls.demo.close)

    def document(self, name, *arguments, statuses=(0,)):
        """What the program prints, checked against docs/schema/NAME.schema.json."""
        status, text, error = rebisect(*arguments)
        self.assertIn(status, statuses, error)
        document = json.loads(text)
        jsonschema.validate(document, closed(schema(name)), cls=jsonschema.Draft202012Validator)
        return document

    def audit(self, *arguments):
        return self.document("audit", "audit", *arguments, "--format", "json", statuses=(0, 1, 2))

    def test_the_schemas_are_schemas_and_agree(self):
        definitions = {}
        for name in NAMES:
            jsonschema.Draft202012Validator.check_schema(schema(name))
            for key, definition in schema(name)["$defs"].items():
                self.assertEqual(definitions.setdefault(key, definition), definition, f"{name}: {key}")

    def test_every_document_fits_its_schema(self):
        repository = ("--repo", self.demo.path)
        marks = ("16bed390b20e=bad", "d1477d63961a=skip", "95d458249004=none")
        self.audit(DEMO_LOG, *repository)
        self.document("replay", "replay", DEMO_LOG, *repository, "--format", "json")
        self.audit(DEMO_LOG, *repository, "--cross-check")
        self.audit(DEMO_LOG, "--cross-check")
        self.document("replay", "replay", DEMO_LOG, *repository, "--cross-check", "--format", "json")
        self.document("plan", "plan", DEMO_LOG, *repository, "--format", "json")
        self.document("next", "next", DEMO_LOG, *repository, "--format", "json")
        self.document("log", "convert", DEMO_LOG, "--to", "json")
        self.document("title", "title", CRASH_REPORT, "--format", "json")
        self.document("whatif", "whatif", DEMO_LOG, *repository, "--each", "--format", "json")
        self.document("simulate", "simulate", DEMO_LOG, *repository, "--trials", "50", "--format", "json")
        for mark in marks:
            self.document("whatif", "whatif", DEMO_LOG, *repository, "--set", mark, "--format", "json")

    def test_every_log_fits(self):
        logs = sorted(path for path in FIXTURES.rglob("*") if path.is_file())
        self.assertGreater(len(logs), 40)
        for log in logs:
            with self.subTest(log=log.name):
                audit = self.audit(log)
                parsed = self.document("log", "convert", log, "--to", "json")
                # An audit has more keys: what the runs give.
                plain = [{key: step[key] for key in other}
                         for step, other in zip(audit["log"]["steps"], parsed["log"]["steps"], strict=True)]
                self.assertEqual(plain, parsed["log"]["steps"])

    def test_git_can_answer_in_several_ways(self):
        good, base, bad = "8d4d646e1f4a", "16bed390b20e", "5cf33999a6b1"
        logs = {"test": f"git bisect start {bad} {good}\n", "waiting": f"git bisect start {bad}\n",
                "both-good-and-bad": f"git bisect start {bad} {good}\ngit bisect good {bad}\n",
                "first-bad": f"git bisect start {base} {base}^2 {base}^\n"}
        for kind, text in logs.items():
            with self.subTest(kind=kind):
                log = self.demo.write("answers.log", text)
                status, output, error = rebisect("next", log, "--repo", self.demo.path, "--format", "json")
                if status == 69:  # no good and bad pair: nothing to replay on
                    self.assertEqual(kind, "waiting", error)
                    continue
                self.assertEqual(status, 0, error)
                document = json.loads(output)
                jsonschema.validate(document, closed(schema("next")), cls=jsonschema.Draft202012Validator)
                self.assertEqual(document["next"]["kind"], kind)

    def test_a_corpus_has_a_row_for_each_file(self):
        for name in ("git-2010-first.log", "syzbot-2019-11.txt"):
            self.demo.write(f"logs/{name}", (FIXTURES / name).read_text(encoding="utf-8"))
        self.demo.write("logs/broken.txt", "hello\n")
        document = self.document("corpus", "corpus", self.demo.folder / "logs", "--format", "json")
        self.assertEqual([row["log"] for row in document["rows"]],
                         ["broken.txt", "git-2010-first.log", "syzbot-2019-11.txt"])
        self.assertEqual(document["totals"],
                         {"logs": 3, "holds": 0, "doubtful": 1, "refuted": 0, "undecided": 1, "errors": 1,
                          "verdicts_compared": 17, "verdicts_reproduced": 17, "mixed_compared": 0,
                          "mixed_reproduced": 0})

    def test_an_evaluation_and_its_baseline_fit(self):
        suite = SOURCE_ROOT / "scenarios" / "suites" / "skips.yaml"
        baseline = self.demo.folder / "baseline.json"
        options = ("--trials", "5", "--format", "json")
        self.document("evaluate", "evaluate", suite, *options, "--write-baseline", baseline, statuses=(0, 1, 2))
        written = json.loads(baseline.read_text(encoding="utf-8"))
        jsonschema.validate(written, closed(schema("baseline")), cls=jsonschema.Draft202012Validator)
        document = self.document("evaluate", "evaluate", suite, *options, "--baseline", baseline, statuses=(0, 2))
        rows = document["suites"][0]["baseline"]
        self.assertEqual({row["kind"] for row in rows}, {"paired"})
        self.assertEqual(len(rows), len(written["baselines"][0]["rows"]))

    def test_verdicts_are_made_again_of_the_runs(self):
        log = FIXTURES / "syzbot-2021-05.txt"
        audit = self.audit(log)
        self.assertEqual((audit["policy"]["id"], audit["policy"]["basis"]), ("V2", "day"))
        self.assertEqual(audit["policy"]["reproduced"], audit["policy"]["compared"])
        for step in audit["log"]["steps"]:
            if step["runs"]:
                self.assertEqual(step["recomputed"]["policy"], "V2")
                self.assertGreater(sum(step["tally"].values()), 0)
        today = self.audit(log, "--policy", "V6")
        self.assertEqual((today["policy"]["id"], today["policy"]["basis"]), ("V6", "named"))
        self.assertNotIn("policy", self.audit(FIXTURES / "git-2010-first.log"))

    def test_what_is_not_known_is_absent(self):
        alone = self.audit(DEMO_LOG)
        self.assertNotIn("selection", alone)
        self.assertTrue(alone["belief"]["linear_assumption"])
        whole = self.audit(DEMO_LOG, "--repo", self.demo.path)
        self.assertFalse(whole["belief"]["linear_assumption"])
        self.assertAlmostEqual(whole["belief"]["p_claim"], sum(whole["belief"]["p_each"]), places=3)
        self.assertIn("reliability", whole)
        # A git log holds no printed numbers.
        _, text, _ = rebisect("convert", DEMO_LOG, "--to", "git")
        steps = self.audit(self.demo.write("plain.log", text), "--repo", self.demo.path)["selection"]["steps"]
        self.assertEqual(len(steps), 5)
        for step in steps:
            self.assertNotIn("left_logged", step)
            self.assertNotIn("rounds_logged", step)
            self.assertIn("left", step)

    def test_at_most_100_candidates_are_listed(self):
        stream = ["commit refs/heads/main\nmark :{0}\ncommitter A <a@example.com> {1} +0000\ndata 0\n{2}".format(
            mark, 1_600_000_000 + mark, f"from :{mark - 1}\n" if mark > 1 else "") for mark in range(1, 152)]
        stream.append("reset refs/tags/old\nfrom :1\n")
        line = Repository("".join(stream).encode())
        self.addCleanup(line.close)
        log = line.write("start.log", "git bisect start 'main' 'old'\n")
        deduction = self.audit(log, "--repo", line.path)["deduction"]
        self.assertEqual((len(deduction["candidates"]), deduction["candidate_count"]), (100, 150))

    def test_keys_may_be_added_and_none_may_go(self):
        document = self.audit(DEMO_LOG, "--repo", self.demo.path)
        more = copy.deepcopy(document)
        for entry in list(objects(more)):
            entry["a_later_key"] = 1
        jsonschema.validate(more, schema("audit"), cls=jsonschema.Draft202012Validator)
        for key in ("schema_version", "tool", "log", "deduction", "findings", "conclusion"):
            less = {name: value for name, value in document.items() if name != key}
            with self.assertRaises(jsonschema.ValidationError, msg=key):
                jsonschema.validate(less, schema("audit"), cls=jsonschema.Draft202012Validator)


if __name__ == "__main__":
    take_program_from_arguments()
    unittest.main()
