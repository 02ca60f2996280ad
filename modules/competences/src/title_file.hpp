// Job titles whose occupation is known, from a file: offers as JSON lines (intitule, romeCode) or
// a CSV (title, rome_code). Pure, any thread.
#pragma once

#include <vector>

#include "csv_table.hpp"
#include "evaluation.hpp"

namespace aksis::competences {

inline constexpr size_t kTitlesMax = 100'000;
inline constexpr size_t kLearntTitlesMax = 20'000;  // each is compared with each

// Lines without title or code are left out and stand in `issues`.
Result<std::vector<TitleTruth>> read_titles(SourceFile file, Issues& issues);

}  // namespace aksis::competences
