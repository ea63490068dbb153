"""What is planted in a log on purpose, and what of it took effect.

Steps are counted from 1 inside git's bisection. A wrong outcome can also be planted in the walk before it: the key
is then the release tag, or `head` for the branch tip of a fix bisection.
"""

import random
import re
from dataclasses import dataclass, field

from syzbot_player import wording


@dataclass
class Faults:
    false_verdicts: dict = field(default_factory=dict)  # step (as text), tag or head -> word for git
    wrong_words: dict = field(default_factory=dict)  # step -> word for git, whatever the runs say
    departures: set = field(default_factory=set)  # steps that test another candidate than git's choice
    wrong_counts: set = field(default_factory=set)  # steps whose "revisions left" is printed wrong
    missing: set = field(default_factory=set)  # steps whose commit is printed with an id that nothing has
    truncate_front: int = 0  # lines cut from the front, at most half of them
    abort_after: int | None = None  # tests until the time limit strikes
    rewritten: bool = False  # the header names a commit that is gone
    planted: list = field(default_factory=list)

    def note(self, kind, **facts):
        self.planted.append({"kind": kind, **facts})

    def forced_outcome(self, key, aim):
        """crash, no-crash or None: what the runs of this test must say."""
        word = self.false_verdicts.get(key)
        if word is None:
            return None
        return "crash" if (word == "bad") == (aim == "cause") else "no-crash"

    def choose(self, step, choice, session, rng):
        """The commit that is tested at a step: git's choice, or another candidate."""
        if step not in self.departures:
            return choice
        others = sorted(set(session.candidates()) - {choice})
        if not others:
            return choice
        other = rng.choice(others)
        ids = session.history.ids
        self.note("departure", step=step, choice=ids[choice], tested=ids[other])
        return other

    def word(self, step, word):
        """The word told to git at a step."""
        wrong = self.wrong_words.get(step, word)
        if wrong != word:
            self.note("wrong-word", step=step, by_runs=word, told=wrong)
        return wrong

    def git_text(self, step, answer):
        """What git printed before a step, perhaps with another count."""
        if step not in self.wrong_counts or answer.left is None:
            return answer.text
        wrong = answer.left + 1 + answer.left // 7
        self.note("wrong-count", step=step, printed=wrong, true=answer.left)
        return re.sub(r"Bisecting: \d+ revisions?", f"Bisecting: {wrong} revisions", answer.text)

    def finish(self, lines, seed, tested):
        """The whole log, with ids replaced and the front cut. `tested`: step -> commit id."""
        text = "".join(f"{line}\n" for line in lines)
        for step in sorted(self.missing):
            if step in tested:
                fake = wording.made_up_id(seed, f"missing {step}")
                text = text.replace(tested[step], fake)
                self.note("missing-commit", step=step, commit=tested[step], shown=fake)
        if self.truncate_front:
            rows = text.split("\n")
            cut = min(self.truncate_front, len(rows) // 2)
            self.note("truncated-front", lines=cut)
            text = "\n".join(rows[cut:])
        return text


def random_faults(rng, releases):
    """One fault of a random kind; at most one, so that a reader's answer can be held against it."""
    faults = Faults()
    step = rng.randrange(1, 7)
    kind = rng.randrange(9)
    if kind <= 1:
        faults.false_verdicts[str(step)] = rng.choice(["good", "bad"])
    elif kind == 2 and releases:
        faults.false_verdicts[rng.choice(releases)] = "good"
    elif kind == 3:
        faults.wrong_words[step] = rng.choice(["good", "bad", "skip"])
    elif kind == 4:
        faults.departures.add(step)
    elif kind == 5:
        faults.wrong_counts.add(step)
    elif kind == 6:
        faults.missing.add(step)
    elif kind == 7:
        faults.truncate_front = rng.randrange(1, 40)
    else:
        faults.abort_after = rng.randrange(3, 9)
    return faults


def draws_of(seed):
    return random.Random(f"{seed}/departures")
