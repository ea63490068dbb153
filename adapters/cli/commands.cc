#include "adapters/cli/commands.h"

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "adapters/cli/activity.h"
#include "adapters/cli/corpus.h"
#include "adapters/cli/cross_check.h"
#include "adapters/cli/culprit_inputs.h"
#include "adapters/cli/evaluate.h"
#include "adapters/cli/inputs.h"
#include "adapters/cli/output.h"
#include "adapters/cli/read_input.h"
#include "adapters/cli/serve.h"
#include "adapters/cli/simulate.h"
#include "adapters/report/corpus.h"
#include "adapters/report/crash_report_output.h"
#include "adapters/report/git_log.h"
#include "adapters/report/html_corpus.h"
#include "adapters/report/html_report.h"
#include "adapters/report/json.h"
#include "adapters/report/mail.h"
#include "adapters/report/markdown.h"
#include "adapters/report/text.h"
#include "engine/base/parallel.h"
#include "engine/replay/replay.h"
#include "engine/replay/rule_choice.h"
#include "engine/review/compose.h"
#include "engine/review/review.h"
#include "engine/simulate/what_if.h"

namespace rebisect {
namespace {

int exit_status(Conclusion conclusion) {
  switch (conclusion) {
    case Conclusion::holds:
      return 0;
    case Conclusion::doubtful:
    case Conclusion::refuted:
      return 1;
    case Conclusion::undecided:
      break;
  }
  return 2;
}

// What a page calls the log: the file's name.
std::string log_name(const std::string& path) {
  return path == "-" ? "standard input" : std::filesystem::path(path).filename().string();
}

// What a command needs before it can do its own work.
struct Loaded {
  Settings settings;
  BisectionLog log;
};

Result<Loaded> load(const CommonOptions& options) {
  REBISECT_TRY(const Settings settings, load_settings(options));
  REBISECT_TRY(const BisectionLog log, load_log(options.log, settings));
  return Loaded{settings, log};
}

// What the options and the settings say about a review, without weighing the runs.
ReviewOptions review_options(const CommonOptions& options, const Settings& settings) {
  ReviewOptions chosen;
  if (options.policy != "auto") chosen.policy = find_policy(options.policy);
  chosen.findings = settings.findings;
  return chosen;
}

// `depth`: how much of the reported commits is read; nothing: only their place in history.
Result<Report> report_on(const CommonOptions& options, Inputs& inputs, const BisectionLog& log,
                         ReviewOptions chosen, std::optional<CulpritDepth> depth) {
  const auto checked = [&](Report report, const History& history) -> Result<Report> {
    if (!options.cross_check) return report;
    REBISECT_TRY(const CrossCheck check, cross_check(inputs, log, history));
    return with_cross_check(std::move(report), check);
  };
  if (!has_history(options)) return checked(review(log, chosen), {});
  REBISECT_TRY(chosen.rules, named_rules(options));
  std::optional<CulpritFacts> culprit;
  return with_enough_history(inputs, log, [&](History history) -> Result<Report> {
    if (depth && !culprit) {
      REBISECT_TRY(culprit, load_culprit_facts(options, inputs, log, history, *depth));
    }
    if (culprit) history.culprit = *culprit;
    // Of one log at a time: comparing a release's commits takes seconds.
    if (chosen.weigh_by && depth == CulpritDepth::and_what_follows) read_relevance(inputs, log, history);
    REBISECT_TRY(Report report, review(history, log, chosen));
    return checked(std::move(report), history);
  });
}

// A history on which an exact replay works, and the rules that explain the log best on it.
struct Explained {
  History history;
  RuleChoice choice;
};

Result<Explained> explain_log(const CommonOptions& options, Inputs& inputs, const BisectionLog& log) {
  REBISECT_TRY(const GitRules* const rules, named_rules(options));
  return with_enough_history(inputs, log, [&](History history) -> Result<Explained> {
    REBISECT_TRY(RuleChoice choice, choose_rules(history, log, rules));
    return Explained{std::move(history), std::move(choice)};
  });
}

// The log with the tests that the request adds, reviewed with all that the request says of it.
Result<Report> judged_report(const CommonOptions& common, const EvidenceOptions& evidence, Inputs& inputs,
                             const Loaded& loaded) {
  REBISECT_TRY(const ReliabilityModel reliability, load_reliability_model(common));
  ReviewOptions options = review_options(common, loaded.settings);
  options.bug_title = evidence.title;
  options.weigh_by = Weighing{loaded.settings, reliability};
  options.plan = true;
  options.pages = common.format == OutputFormat::html;
  return report_on(common, inputs, with_own_tests(loaded.log, evidence.results), std::move(options),
                   CulpritDepth::and_what_follows);
}

std::string report_text(const Report& report, const CommonOptions& options, const Settings& settings,
                        const Surroundings& surroundings) {
  switch (options.format) {
    case OutputFormat::json:
      return to_json(report, tool(surroundings));
    case OutputFormat::html:
      return to_html(report, log_name(options.log), tool(surroundings));
    case OutputFormat::markdown:
      return to_markdown(report, tool(surroundings));
    case OutputFormat::mail:
      return to_mail(report, tool(surroundings));
    default:
      break;
  }
  return to_text(report, style_of(options, settings, surroundings));
}

Result<int> audit(const AuditRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Loaded loaded, load(request.common));
  REBISECT_TRY(Inputs inputs, open_inputs(request.common, loaded.settings));
  REBISECT_TRY(Report report, while_shown(surroundings.progress_terminal, "auditing", [&] {
                 return judged_report(request.common, request.evidence, inputs, loaded);
               }));
  REBISECT_TRY(report.descriptions, describe(inputs, commits_to_describe(report)));
  const std::string text = report_text(report, request.common, loaded.settings, surroundings);
  if (auto written = write_done(request.common, text, surroundings); !written) return written;
  return exit_status(report.conclusion);
}

Result<int> plan(const PlanRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Loaded loaded, load(request.common));
  REBISECT_TRY(Inputs inputs, open_inputs(request.common, loaded.settings));
  REBISECT_TRY(Report report, while_shown(surroundings.progress_terminal, "planning", [&] {
                 return judged_report(request.common, request.evidence, inputs, loaded);
               }));
  REBISECT_TRY(report.descriptions, describe(inputs, commits_to_describe(report)));
  return write_done(request.common,
                    request.common.format == OutputFormat::json
                        ? plan_to_json(report, tool(surroundings))
                        : plan_to_text(report, style_of(request.common, loaded.settings, surroundings)),
                    surroundings);
}

Result<int> replay(const ReplayRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Loaded loaded, load(request.common));
  REBISECT_TRY(Inputs inputs, open_inputs(request.common, loaded.settings));
  const ReviewOptions chosen = review_options(request.common, loaded.settings);
  REBISECT_TRY(const Report report, while_shown(surroundings.progress_terminal, "replaying", [&] {
                 return report_on(request.common, inputs, loaded.log, chosen, std::nullopt);
               }));
  const std::string text =
      request.common.format == OutputFormat::json
          ? selection_to_json(report, tool(surroundings))
          : selection_to_text(report, style_of(request.common, loaded.settings, surroundings));
  return write_done(request.common, text, surroundings);
}

Result<int> serve_answers(const CommonOptions& options) {
  REBISECT_TRY(const Settings settings, load_settings(options));
  REBISECT_TRY(Inputs inputs, open_inputs(options, settings));
  REBISECT_TRY(const History history, load_whole_history(inputs));
  serve(history.graph, inputs.sources, std::cin, std::cout);
  return kDone;
}

Result<int> next(const NextRequest& request, const Surroundings& surroundings) {
  if (request.serve) return serve_answers(request.common);
  REBISECT_TRY(const Loaded loaded, load(request.common));
  REBISECT_TRY(Inputs inputs, open_inputs(request.common, loaded.settings));
  REBISECT_TRY(const Explained explained, while_shown(surroundings.progress_terminal, "replaying", [&] {
                 return explain_log(request.common, inputs, loaded.log);
               }));
  if (explained.choice.replay.limit == PathLimit::unread) {
    return fail(ErrorCode::repository, "the search is limited to paths: " + explained.history.paths_unread);
  }
  BisectAnswer answer{WaitingForEnds{}, {}};
  if (!explained.choice.replay.commands.empty()) answer = explained.choice.replay.commands.back().answer;
  if (request.common.format == OutputFormat::json) {
    return write_done(request.common, next_to_json(answer, explained.history.graph, tool(surroundings)),
                      surroundings);
  }
  std::vector<Oid> chosen;
  if (const auto commit = commit_to_test(answer)) chosen.push_back(explained.history.graph.id(*commit));
  REBISECT_TRY(const auto descriptions, describe(inputs, chosen));
  const std::string subject = descriptions.empty() ? "" : descriptions.begin()->second.subject;
  return write_done(request.common, next_to_text(answer, explained.history.graph, subject), surroundings);
}

// The commits that an alternative leaves, as many as are listed.
std::vector<Oid> left_of(const Alternative& alternative, const CommitGraph& graph) {
  std::vector<Oid> left;
  if (!alternative.deduction.candidates) return left;
  for (const CommitIndex commit : alternative.deduction.candidates->members()) {
    if (left.size() == kMostCandidates) break;
    left.push_back(graph.id(commit));
  }
  return left;
}

// The ways that a bisection could have gone, and the history they were found on.
struct Ways {
  History history;
  std::vector<Alternative> alternatives;
};

Result<Ways> find_ways(const WhatIfRequest& request, const BisectionLog& log, History history) {
  REBISECT_TRY(const GitRules* const named, named_rules(request.common));
  REBISECT_TRY(const RuleChoice choice, choose_rules(history, log, named));
  BisectionLog shortened = log;
  if (request.until) {
    REBISECT_TRY(shortened, until_step(log, *request.until));
  }
  if (request.each) {
    REBISECT_TRY(std::vector<Alternative> flipped, flip_each(history, shortened, *choice.rules));
    return Ways{std::move(history), std::move(flipped)};
  }
  REBISECT_TRY(Alternative alternative, what_if(history, shortened, request.set, *choice.rules));
  return Ways{std::move(history), {std::move(alternative)}};
}

Result<int> what_if_command(const WhatIfRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Loaded loaded, load(request.common));
  REBISECT_TRY(Inputs inputs, open_inputs(request.common, loaded.settings));
  const auto ways_on = [&](History history) { return find_ways(request, loaded.log, std::move(history)); };
  REBISECT_TRY(const Ways ways, while_shown(surroundings.progress_terminal, "replaying", [&] {
                 return with_enough_history(inputs, naming(loaded.log, request.set), ways_on);
               }));
  const CommitGraph& graph = ways.history.graph;
  if (request.common.format == OutputFormat::json) {
    return write_done(request.common, to_json(ways.alternatives, graph, tool(surroundings)), surroundings);
  }
  const bool single = ways.alternatives.size() == 1;
  REBISECT_TRY(const auto descriptions,
               describe(inputs, single ? left_of(ways.alternatives.front(), graph) : std::vector<Oid>()));
  return write_done(request.common,
                    to_text(ways.alternatives, graph, loaded.log.aim, descriptions,
                            style_of(request.common, loaded.settings, surroundings)),
                    surroundings);
}

Result<int> convert(const ConvertRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(Loaded loaded, load(request.common));
  if (request.until) {
    REBISECT_TRY(loaded.log, until_step(loaded.log, *request.until));
  }
  const bool as_git_log = request.to == ConvertRequest::To::git;
  const auto written = write_output(
      request.common.output, as_git_log ? to_git_log(loaded.log) : to_json(loaded.log, tool(surroundings)));
  if (!written) return tl::unexpected(written.error());
  return kDone;
}

// Where a corpus page's logs have their own: "corpus.html" has "corpus-audits" beside it.
std::filesystem::path pages_folder(const std::string& output) {
  const std::filesystem::path page(output);
  return page.parent_path() / (page.stem().string() + "-audits");
}

Result<void> make_pages_folder(const CommonOptions& options) {
  const std::filesystem::path folder = pages_folder(options.output);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(ErrorCode::not_writable, folder.string() + ": " + error.message());
  return {};
}

std::string corpus_text(const Corpus& corpus, const CommonOptions& options, const Settings& settings,
                        const Surroundings& surroundings) {
  switch (options.format) {
    case OutputFormat::json:
      return to_json(corpus, tool(surroundings));
    case OutputFormat::csv:
      return to_csv(corpus);
    case OutputFormat::html:
      return to_html(corpus, pages_folder(options.output).filename().string(), tool(surroundings));
    default:
      break;
  }
  return to_text(corpus, style_of(options, settings, surroundings));
}

Result<int> corpus(const CorpusRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Settings settings, load_settings(request.common));
  // That the repository cannot serve is no fault of the logs.
  REBISECT_TRY(Inputs inputs, open_inputs(request.common, settings));
  REBISECT_TRY(const ReliabilityModel reliability, load_reliability_model(request.common));
  const bool pages = request.common.format == OutputFormat::html;
  if (pages) {
    if (const Result<void> made = make_pages_folder(request.common); !made) {
      return tl::unexpected(made.error());
    }
  }
  const auto report_of = [&](const BisectionLog& log, const std::string& bug_title) {
    ReviewOptions options = review_options(request.common, settings);
    options.bug_title = bug_title;
    options.weigh_by = Weighing{settings, reliability};
    options.pages = pages;
    options.plan = pages;
    return report_on(request.common, inputs, log, std::move(options), CulpritDepth::changes);
  };
  const auto write_page = [&](const CorpusRow& row, Report report) -> Result<void> {
    REBISECT_TRY(report.descriptions, describe(inputs, commits_to_describe(report)));
    return write_output((pages_folder(request.common.output) / page_name(row)).string(),
                        to_html(report, row.log, tool(surroundings)));
  };
  // Histories come one after the other: the sources are shared.
  const std::size_t threads = has_history(request.common) ? 1 : thread_count();
  CorpusTools tools{settings, reliability, report_of, {}, threads, surroundings.progress_terminal};
  if (pages) tools.write_page = write_page;
  REBISECT_TRY(const Corpus corpus, read_corpus(request, tools));
  return write_done(request.common, corpus_text(corpus, request.common, settings, surroundings),
                    surroundings);
}

Result<int> title(const TitleRequest& request, const Surroundings& surroundings) {
  REBISECT_TRY(const Settings settings, load_settings(request.common));
  REBISECT_TRY(const CrashReport report, load_crash_report(request.common.log, settings));
  return write_done(request.common,
                    request.common.format == OutputFormat::json
                        ? to_json(report, tool(surroundings))
                        : to_text(report, style_of(request.common, settings, surroundings)),
                    surroundings);
}

// One overload for each request, to be used with std::visit.
struct Runner {
  const Surroundings& surroundings;

  Result<int> operator()(const ShowText& show) const {
    if (const auto written = write_output("", show.text); !written) return tl::unexpected(written.error());
    return kDone;
  }
  Result<int> operator()(const AuditRequest& request) const { return audit(request, surroundings); }
  Result<int> operator()(const PlanRequest& request) const { return plan(request, surroundings); }
  Result<int> operator()(const ReplayRequest& request) const { return replay(request, surroundings); }
  Result<int> operator()(const NextRequest& request) const { return next(request, surroundings); }
  Result<int> operator()(const WhatIfRequest& request) const {
    return what_if_command(request, surroundings);
  }
  Result<int> operator()(const ConvertRequest& request) const { return convert(request, surroundings); }
  Result<int> operator()(const CorpusRequest& request) const { return corpus(request, surroundings); }
  Result<int> operator()(const EvaluateRequest& request) const {
    return evaluate_suites(request, surroundings);
  }
  Result<int> operator()(const SimulateRequest& request) const { return simulate(request, surroundings); }
  Result<int> operator()(const TitleRequest& request) const { return title(request, surroundings); }
};

}  // namespace

Result<int> run(const Request& request, const Surroundings& surroundings) {
  return std::visit(Runner{surroundings}, request);
}

}  // namespace rebisect
