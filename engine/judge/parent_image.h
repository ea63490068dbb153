// The kernel image of the reported commit beside that of its parent, by the signatures that the log prints.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/model/bisection_log.h"

namespace rebisect {

enum class ParentImage : std::uint8_t {
  different,         // or the log does not have both
  same,              // with what they were built is not known
  same_compiler,     // the same, built by one compiler: the commit changes nothing that was tested
  another_compiler,  // the same, by two compilers
};

// Linear in the steps.
ParentImage parent_image(const BisectionLog& log);

// The last test of the one commit that the log reports; nullopt where it has none or reports several.
std::optional<std::size_t> step_of_claim(const BisectionLog& log);

// The test, or the build alone, of the parent of the commit that step `claimed` tested; null where there is
// none.
const Step* parent_step(const BisectionLog& log, const Step& claimed);

}  // namespace rebisect
