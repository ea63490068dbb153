// Laboratory: all that a strategy can see of a world. It tests commits there, and keeps the account.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/rng.h"
#include "engine/model/commit_graph.h"
#include "engine/model/step.h"
#include "engine/simulate/workspace.h"
#include "engine/simulate/world.h"

namespace rebisect {

// What one bisection may use up. A build counts as one, whether it fails or not.
struct Budget {
  std::uint32_t runs = 100000;
  std::uint32_t builds = 1000;
};

struct Account {
  std::uint32_t runs = 0;
  std::uint32_t builds = 0;
  std::uint32_t tests = 0;  // calls of Laboratory::test()
  double cost = 0;

  friend bool operator==(const Account&, const Account&) = default;
};

// How one run ended: a RunOutcome whose title belongs to the world.
struct SimulatedRun {
  RunOutcome::Kind kind = RunOutcome::Kind::ok;
  std::string_view title;

  friend bool operator==(const SimulatedRun&, const SimulatedRun&) = default;
};

// The same world, luck and commit give the same runs in the same order, whatever was tested before: run k on
// a commit is a pure function of (seed, world, commit, k), where a commit is known by its id. So two
// strategies meet the same luck, on any graph that has the commit in the same place.
class Laboratory {
 public:
  // Workspace and world must outlive the laboratory.
  Laboratory(Workspace& workspace, const World& world, Luck luck, Budget budget);

  const CommitGraph& graph() const { return workspace_->graph(); }
  // The next `runs` runs on the commit; builds it at the first. Fewer where the budget ends; none where the
  // commit does not build. They stand until the next call.
  std::span<const SimulatedRun> test(CommitIndex commit, std::uint32_t runs);
  // Builds the commit, where that was not done before; false where it does not build or the budget ends.
  bool build(CommitIndex commit);
  // Of the kernel image, equal for equal images; builds the commit. Empty where it does not build.
  std::string signature(CommitIndex commit);
  // A call got less than it asked for, since the budget did not have it.
  bool exhausted() const { return exhausted_; }
  const Account& account() const { return account_; }

 private:
  // Polya's urn: what is drawn one by one comes as if at one rate from a Beta distribution.
  struct Urn {
    double hits = 0;
    double draws = 0;
    bool learns = false;  // not where the rate is the same for all commits

    explicit Urn(const Rate& rate);
    bool draw(double luck);
  };
  struct Hazard {  // a stretch that decides over runs, on one commit
    const Stretch* stretch;
    Urn urn;
  };
  struct Tested {
    CommitIndex commit{};
    std::uint64_t key = 0;
    std::uint32_t runs = 0;
    bool builds = true;
    bool present = false;
    const Stretch* script = nullptr;
    std::vector<Hazard> hazards;
    Urn urn{Rate{}};  // of the bug's title
  };

  Tested* built(CommitIndex commit);  // nullptr where it does not build, or the budget ends
  Tested look_at(CommitIndex commit);
  bool present(CommitIndex commit, bool coin);
  Urn urn_of_bug(CommitIndex commit, bool present, const Stretch* instead) const;
  SimulatedRun run(Tested& tested) const;

  Workspace* workspace_;
  const World* world_;
  Budget budget_;
  std::uint64_t key_;
  Account account_;
  bool exhausted_ = false;
  std::vector<Tested> tested_;
  std::vector<SimulatedRun> last_;
};

// The truth, for those who judge a strategy: is the bug in the commit? O(ancestors).
bool bug_present(const CommitGraph& graph, const World& world, Luck luck, CommitIndex commit);

}  // namespace rebisect
