// The drawings of the corpus page.
#pragma once

#include "adapters/report/corpus.h"
#include "adapters/report/html.h"

namespace rebisect {

// How many logs have which chance to be right, in tenths; with labels, which of them are. Empty where none
// has.
Html reliability_histogram(const Corpus& corpus);

// What was predicted against what the labels say, in tenths, with the interval in which the true share lies
// with 95 % (Wilson's).
Html calibration_plot(const Scores& scores);

}  // namespace rebisect
