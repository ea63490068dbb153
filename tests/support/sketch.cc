#include "tests/support/sketch.h"

#include <utility>

#include "engine/base/ensure.h"

namespace rebisect::testing {

Sketch sketch(std::string_view text) {
  Result<Sketch> read = parse_sketch(text);
  ENSURE(read.has_value());
  return *std::move(read);
}

}  // namespace rebisect::testing
