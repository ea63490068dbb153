"""The verdict rules, run counts and estimates of play_syzbot, row by row."""

import unittest
from datetime import date
from fractions import Fraction

from planted import SOURCE_ROOT  # makes scripts/ importable

from syzbot_player import crashes, eras, wording
from syzbot_player.verdicts import Confidence, Counts, decide, marks_flaky, rule_on, runs_wanted
from syzbot_player.walk import pick_releases

RULE_DAYS = {"V1": date(2019, 3, 18), "V2": date(2021, 1, 1), "V3": date(2023, 5, 20), "V4": date(2023, 6, 20),
             "V5": date(2024, 1, 1), "V6": date(2025, 1, 1)}


class Verdicts(unittest.TestCase):
    # why, rule, (good, bad, infra, other), flaky, verdict
    ROWS = (
        ("one OK is enough", "V1", (1, 0, 0, 9), False, "good"),
        ("one crash is enough", "V2", (9, 1, 0, 0), False, "bad"),
        ("six failed of ten are accepted", "V2", (4, 0, 0, 6), False, "good"),
        ("seven are not", "V2", (3, 0, 0, 7), False, "skip"),
        ("one OK and nine boot failures", "V3", (1, 0, 0, 9), False, "good"),
        ("most runs failed for want of machines", "V3", (4, 0, 6, 0), False, "abort"),
        ("half OK is not the greater part", "V4", (5, 0, 0, 5), False, "skip"),
        ("six of ten are", "V4", (6, 0, 0, 4), False, "good"),
        ("half OK is enough for a steady one", "V5", (5, 0, 0, 5), False, "good"),
        ("a flaky one needs three quarters", "V5", (14, 0, 0, 6), True, "skip"),
        ("three quarters", "V5", (15, 0, 0, 5), True, "good"),
        ("one crash among many results", "V5", (9, 1, 0, 0), False, "bad"),
        ("one crash among few", "V5", (3, 1, 0, 6), False, "skip"),
        ("more machine trouble than other", "V5", (3, 1, 4, 2), False, "abort"),
        ("one crash of ten no longer counts", "V6", (9, 1, 0, 0), False, "skip"),
        ("two of ten do", "V6", (8, 2, 0, 0), False, "bad"),
        ("two of twenty do not", "V6", (18, 2, 0, 0), True, "skip"),
        ("three of twenty do", "V6", (17, 3, 0, 0), True, "bad"),
    )

    def test_follow_the_rule_of_the_day(self):
        for why, rule, counts, flaky, verdict in self.ROWS:
            with self.subTest(why):
                self.assertEqual(rule_on(RULE_DAYS[rule]), rule)
                self.assertEqual(decide(RULE_DAYS[rule], Counts(*counts), flaky).verdict, verdict)

    def test_take_twenty_runs_first_and_when_flaky_since_2021(self):
        for day, first, flaky, runs in (("2021-02-19", True, True, 10), ("2021-02-20", True, False, 20),
                                        ("2021-02-20", False, False, 10), ("2021-02-20", False, True, 20)):
            era = eras.era_on(date.fromisoformat(day))
            self.assertEqual(runs_wanted(era, first, flaky), runs)

    def test_mark_a_reproducer_as_flaky_by_the_rule_of_the_day(self):
        for day, counts, verdict, flaky in (("2020-11-16", (9, 1, 0, 0), "bad", False),
                                            ("2020-11-17", (9, 1, 0, 0), "bad", True),
                                            ("2020-11-17", (5, 5, 0, 0), "bad", False),
                                            ("2023-07-01", (3, 1, 0, 6), "skip", True),
                                            ("2023-07-14", (3, 1, 0, 6), "skip", False),
                                            ("2023-07-14", (6, 4, 0, 0), "bad", True)):
            with self.subTest(day=day, counts=counts):
                era = eras.era_on(date.fromisoformat(day))
                self.assertEqual(marks_flaky(era, Counts(*counts), verdict), flaky)

    def test_multiply_the_confidence_of_goods_alone(self):
        confidence = Confidence()
        confidence.rebase(Counts(10, 10, 0, 0))
        confidence.step(Counts(2, 0, 0, 0), "good")
        self.assertEqual(confidence.total, Fraction(3, 4))
        confidence.step(Counts(3, 1, 0, 0), "bad")
        self.assertEqual((confidence.total, confidence.chance), (Fraction(3, 4), Fraction(3, 8)))


class Eras(unittest.TestCase):
    def test_follow_each_other_without_gaps(self):
        days = list(eras.DIALECTS.values())
        self.assertEqual([end for _, end in days[:-1]], [first for first, _ in days[1:]])

    def test_draw_a_day_of_the_dialect(self):
        for dialect, (first, end) in eras.DIALECTS.items():
            self.assertTrue(first <= eras.era_of(dialect, "seed").day < end)

    def test_pick_the_releases_that_are_tried_since_2023(self):
        tags = [((6 if minor > 19 else 5, minor % 20, 0), str(minor), minor) for minor in range(25, 3, -1)]
        places = [25 - commit for _, _, commit in pick_releases(tags)]
        self.assertEqual(places, [0, 1, 2, 4, 6, 8, 10, 12, 15, 18, 21])

    def test_pick_the_newest_point_releases_and_the_middle_one(self):
        tags = [((6, 1, patch), f"v6.1.{patch}", patch) for patch in range(7, -1, -1)] + [((6, 0, 3), "v6.0.3", 99)]
        self.assertEqual([name for _, name, _ in pick_releases(tags)], ["v6.1.7", "v6.1.6", "v6.1.4", "v6.1.0"])


class Words(unittest.TestCase):
    def test_print_durations_as_go_does(self):
        for seconds, text in ((0.5123, "0.5123s"), (59.2, "59.2s"), (2880.6, "48m0.6s"), (28800, "8h0m0s")):
            self.assertEqual(wording.duration(seconds), text)

    def test_sort_crashes_by_the_types_of_the_day(self):
        coarse, fine = eras.era_on(date(2024, 1, 1)), eras.era_on(date(2025, 8, 1))
        title = "KASAN: use-after-free Read in heron_release"
        self.assertEqual(crashes.crash_type(title, coarse), "KASAN")
        self.assertEqual(crashes.crash_type(title, fine), "KASAN-USE-AFTER-FREE-READ")

    def test_show_the_most_frequent_type_but_no_hang_of_a_minority(self):
        era = eras.era_on(date(2024, 1, 1))
        titles = ["INFO: task hung in a"] * 3 + ["WARNING in b"] * 2 + ["kernel BUG in c"] * 2
        self.assertEqual(crashes.representative(titles, era), ("WARNING in b", ["WARNING", "BUG"]))


if __name__ == "__main__":
    assert SOURCE_ROOT.exists()
    unittest.main()
