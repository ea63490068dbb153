#include "adapters/report/finding_words.h"

#include <algorithm>

namespace rebisect {
namespace {

struct Words {
  FindingKind kind;
  FindingWords words;
};

// In the order of FindingKind.
constexpr Words kWords[] = {
    {FindingKind::pick_differs,
     {"The commit that was tested next, or that the log shows as checked out, is not the one that git "
      "would have proposed on this history. A person who picked a commit by hand does no harm. In a log "
      "of a program it means that the history is another one than the bisection ran on (rewritten, "
      "grafted, incomplete), that a verdict is missing from the log, or that the git was one whose rules "
      "are not known here.",
      "Look at that step. If nobody picked the commit by hand, compare the repository with the one that "
      "was bisected."}},
    {FindingKind::pick_other_rules,
     {"The commit that was tested is not the one that git would have proposed by the rules that were "
      "taken, but another git version would have chosen just this one.",
      "Nothing, mostly. If you know the git version, name it with --git-rules."}},
    {FindingKind::count_differs,
     {"Git printed another number of revisions or of rounds left than this history gives. The number "
      "counts commits, so it is a fingerprint of the history: where it differs, the commits between the "
      "ends differ, even if the tested ones fit.",
      "Compare the repository with the one that was bisected: they hold different commits between the "
      "ends."}},
    {FindingKind::outside_range,
     {"A commit was tested that the verdicts before it had ruled out as the culprit. Its verdict can only "
      "confirm them or contradict them.",
      "If it contradicts them, one of the verdicts is wrong; contradiction names them."}},
    {FindingKind::commit_missing,
     {"A commit of the log is not in any of the repositories, or its short id fits several commits. An "
      "error where git was told a verdict on it: that verdict is left out, whether the claim follows "
      "cannot be told, and tests after it are not compared. A note where it was tested outside of the "
      "search or is only reported; a reported commit that is not there leaves the conclusion undecided.",
      "Fetch it (git fetch REMOTE ID; many servers give out commits that no branch reaches), or name a "
      "second repository with another --repo."}},
    {FindingKind::history_truncated,
     {"The repository is a shallow clone, and the search reaches the place where it was cut. Git sees no "
      "parents there, and neither does rebisect. A range far above that place is not affected, and there "
      "is no finding.",
      "Git fetch --unshallow."}},
    {FindingKind::history_replaced,
     {"Replace refs or grafts change the parents of commits. Git heeds them, and so does rebisect; the "
      "bisection may have run without them.",
      "Git replace --list and info/grafts show them. Run rebisect once more with "
      "GIT_NO_REPLACE_OBJECTS=1, which switches replace refs off, or on a clone without either."}},
    {FindingKind::cross_check_differs,
     {"Only with --cross-check: the installed git answered a command of the log otherwise than rebisect "
      "does by that git's rules. One of both is wrong, and as long as it is not known which, nothing is "
      "concluded. It is named for the first such answer; JSON has both under "
      "cross_check.first_difference.",
      "Report it, with the log, the version of git and the repository's address. It is either a fault of "
      "rebisect or a rule of git that it does not know yet."}},
    {FindingKind::cross_check_incomplete,
     {"Only with --cross-check: the installed git could not be asked, or not about every command. What "
      "was compared stands in the sentence, and so does the reason. The conclusion stays as it is without "
      "a cross-check.",
      "Where the time was up, raise cross_check.deadline_seconds with --config."}},
    {FindingKind::merge_base_untested,
     {"A good commit is no ancestor of the bad one. Then the bug may be older than both, and have been "
      "fixed on the good side. Git asks for a test of the merge base; that test was left out, or the "
      "merge base was skipped.",
      "Test the merge base. If it is good, the bisection stands. If it is bad, look for the fix on the "
      "other branch."}},
    {FindingKind::claim_not_deduced,
     {"A verdict excludes the reported commit: a good commit has it among its ancestors, or a bad one has "
      "not. The conclusion is refuted, unless another of several reported commits is left.",
      "The report's reasons name the verdict that excludes it. Either the log reports the wrong commit, "
      "or that verdict is wrong."}},
    {FindingKind::several_candidates,
     {"The verdicts leave more commits than the log reports. The conclusion is doubtful.",
      "Go on with the bisection; rebisect next names the next test."}},
    {FindingKind::only_skips_left,
     {"All that is left beside the last bad commit was skipped, so git could not go on. No fault of the "
      "log if it reports them all.",
      "Find another way to test one of them, with a fix for the build taken along, for instance."}},
    {FindingKind::contradiction,
     {"Not all of the named verdicts can be right, if one commit brought the bug and it stayed. The set "
      "is a smallest one: without any one of them the rest of the set would be consistent.",
      "Test the named commits again, several times if the bug does not show in every run. rebisect whatif "
      "--set shows where the bisection ends without each of them."}},
    {FindingKind::parent_untested,
     {"A parent of the reported commit was not tested itself. A note where a good verdict on one of its "
      "descendants clears it; a warning where it was skipped, or where nothing is known of it and it may "
      "be the culprit.",
      "Test the parent. That is the cheapest confirmation of a claim there is."}},
    {FindingKind::cannot_affect_build,
     {"Nothing that the commit changes is a part of the tested kernel: documentation, tools and tests "
      "that are built apart, another architecture, comments and white space, or no file at all.",
      "One of the verdicts is wrong. Test the last good and the first bad commit again, with more runs."}},
    {FindingKind::merge_culprit,
     {"The commit is a merge. Either the fault lies in how it was merged, or a verdict on one of the "
      "merged sides is wrong; what the merge changes beyond all its parents is in the sentence.",
      "If it changes nothing itself, look for false verdicts on its parents."}},
    {FindingKind::release_culprit,
     {"A tag vA.B or vA.B.C names this very commit. Such a commit changes a version number; what a "
      "service that bisects changes at releases (compilers, configurations) comes with it.",
      "Compare the compilers of the tests around it."}},
    {FindingKind::unrelated_code,
     {"The commit changes no file of the crash's stack, and none in the directory of one. Of the "
      "published logs that matched no file, 67 % named a wrong commit, of those that did, 29 %: a hint, "
      "no proof.",
      "Ask what the commit has to do with the crash before you blame it."}},
    {FindingKind::fixes_tag_agrees,
     {"A later commit has a Fixes: line with the reported commit. In a fix bisection: the reported commit "
      "names the bug itself.",
      "Nothing: somebody else came to the same commit, perhaps by the same bisection."}},
    {FindingKind::fixes_tag_disagrees,
     {"A later commit names this bug, and its Fixes: line another commit than the reported one. The steps "
      "are those whose verdicts cannot be right if that line is.",
      "Test the named steps again. Fixes: lines are written by people, who may have taken them from a "
      "bisection."}},
    {FindingKind::reverted_later,
     {"A later commit says that it reverts the reported one.",
      "Read why. In a fix bisection the crash can be back."}},
    {FindingKind::older_than_range,
     {"The lines that crash stand unchanged in every commit that was called good, or all tests together "
      "make it more probable than not that the good ends have the bug too.",
      "Test the oldest good commit again, with more runs."}},
    {FindingKind::verdict_differs,
     {"The runs of a test give another verdict, by the rule that was in force when the log was made, than "
      "git was told or the course of the log shows. Someone else decided, or the log was changed. A "
      "warning where the rule was named with --policy.",
      "Look at the runs of that step. rebisect whatif --set shows where the other verdict leads."}},
    {FindingKind::verdict_policy_dependent,
     {"Today's rule decides otherwise on the same runs. Rules were changed because they had led to wrong "
      "results.",
      "Test those commits again first."}},
    {FindingKind::single_crash_bad,
     {"A kernel was called bad although at most one run of ten crashed. Another bug, or the machine, can "
      "have done that.",
      "Run the reproducer there again, and read that one crash."}},
    {FindingKind::mostly_uninformative,
     {"Fewer than half of the runs crashed or ended well; the kernel did not boot, or the machine was "
      "lost. The verdict rests on the others.",
      "Test that commit again, until enough runs have said something."}},
    {FindingKind::flaky,
     {"The bug shows in fewer than half of the runs of kernels that have it. A good verdict can then be "
      "luck.",
      "Count with the sentence's probability for each good verdict, not once for all of them."}},
    {FindingKind::rate_drop,
     {"A kernel crashes less than half as often as the others that have the bug, and chance does not "
      "explain it (less than 1 in 1,000). What crashed there may be another bug.",
      "Read what crashed there, and run the reproducer there again."}},
    {FindingKind::same_binary_different_verdict,
     {"Two tests ran the same kernel image, and the bug was there in one alone. One of the two verdicts "
      "is false, or the bug does not show in every run.",
      "Test both again."}},
    {FindingKind::other_crash_bad,
     {"All that crashed in a test that was called bad has titles of another bug.",
      "Read those crashes. If they are another bug, the verdict is false, and good is as probable."}},
    {FindingKind::title_drift,
     {"A quarter or more of the crashes behind the first kernel's have titles of other bugs. The search "
      "may have changed over to one of them.",
      "Look at the first step whose crashes have another title: from there on it may be another bug."}},
    {FindingKind::culprit_other_crash,
     {"The reported commit itself mostly crashes with another bug's titles. It is then first bad for that "
      "bug.",
      "Read the crashes of that step before you blame the commit."}},
    {FindingKind::end_streak,
     {"The search ends with five or more equal verdicts. Chance gives that in one of sixteen, but a false "
      "verdict always does: what is sought is then on its other side, and all tests behind it say the "
      "same. Of 50 such results of syzbot's 40 are wrong, of the others 48 %. The step named is the last "
      "with the other verdict.",
      "Test that commit again. If there is a second such streak before it, then also the one before that."}},
    {FindingKind::release_walk_risk,
     {"The good end of the range is a release that may have the bug all the same: its runs miss the bug "
      "in more than 5 % of the cases, or four releases or more before it had the bug. syzbot's good "
      "release is false in 77 of 102 logs with four such releases or more, in 34 of 251 with none.",
      "Run the reproducer on that release again, and on the one before."}},
    {FindingKind::same_binary_as_parent,
     {"The reported commit and its parent give the same kernel image, so it changes nothing that was "
      "tested. An error where both were built by the same compiler, else a warning: then they may have "
      "been built differently.",
      "One of the verdicts is wrong, or the kernels were built differently. Test the parent again."}},
    {FindingKind::detector_commit,
     {"The title of the reported commit speaks of a check or of a new way into the kernel. Such a commit "
      "can make a bug visible that is older.",
      "Look for the code that the check complains of; its history is where the culprit is."}},
    {FindingKind::known_attractor,
     {"The commit is on the list of those that syzkaller leaves out of its results, because many "
      "bisections end there.",
      "Ask whether the commit has anything to do with the crash. Most of these lead there by a flaky "
      "verdict."}},
    {FindingKind::compiler_changed,
     {"The kernels were not all built by one compiler. A warning where the reported commit and its parent "
      "were not; a note where other steps were not: syzbot builds old kernels with old compilers, and the "
      "change is at a release.",
      "Where the result depends on that step, build both kernels with one compiler and test again."}},
    {FindingKind::log_truncated,
     {"A syzbot log without its first line or without its result. What was cut off may have held "
      "verdicts.",
      "Get the whole log, by the link in the mail."}},
    {FindingKind::dialect_unknown,
     {"The lines fit none of the ways in which logs have been written. What could be read was read; what "
      "could not is listed under 'While reading the log'.",
      "Compare the steps in the report with the log before you rely on it."}},
    {FindingKind::weak_good,
     {"By all tests together this verdict may be false; the sentence has the chance. Without a "
      "repository the log's reliability names the verdict.",
      "Test that commit again, and give the result with --result. rebisect plan says how many runs are worth "
      "it."}},
    {FindingKind::weak_bad,
     {"By all tests together this verdict may be false; the sentence has the chance. Without a "
      "repository the log's reliability names the verdict.",
      "Test that commit again, and give the result with --result. rebisect plan says how many runs are worth "
      "it."}},
};

}  // namespace

const FindingWords& words_for(FindingKind kind) {
  return std::ranges::find(kWords, kind, &Words::kind)->words;
}

}  // namespace rebisect
