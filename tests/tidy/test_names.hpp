// The names of every test in the tree, for pages that name one as evidence. Single thread.
#pragma once

#include <set>
#include <string>

namespace aksis::tidy {

// Catch2's cases as they are written, those of CTest with their prefix ("scenario: auth").
const std::set<std::string>& test_names();

}  // namespace aksis::tidy
