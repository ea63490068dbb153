// Sketches in tests (engine/model/sketch.h has their form), where a text that is none is a fault of the test.
#pragma once

#include <string_view>

#include "engine/model/sketch.h"

namespace rebisect::testing {

using rebisect::Sketch;
using rebisect::sketch_id;

// Stops the test program where the text is not a sketch.
Sketch sketch(std::string_view text);

}  // namespace rebisect::testing
