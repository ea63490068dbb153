// A strategy of the tests' own: halving on a line of commits, as simple as can be.
#pragma once

#include <cstdint>
#include <string>

#include "engine/simulate/evaluate.h"
#include "engine/simulate/strategy.h"
#include "tests/support/sketch.h"

namespace rebisect::testing {

// "line-halving" with the parameter `runs` (10): one crash in so many runs is bad. The bad end is untested.
const Strategy& line_halving();

// "c0; c1: c0; c2: c1; ..." with so many commits behind c0.
std::string line_sketch(std::uint32_t commits);

// Any commit behind c0 is the culprit, with this rate; line-halving with 10 runs alone is called "halving".
Contest line_contest(const Sketch& line, double rate, std::uint32_t trials);

}  // namespace rebisect::testing
