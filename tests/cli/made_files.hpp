// Files as large as a test needs them, made of the demo's. Any thread.
#pragma once

#include <string>

#include "program.hpp"

namespace aksis::test {

// The demo's ROME with `more` further knowledge items, each labelled `word` and a number.
std::string write_rome(const Folder& folder, const std::string& name, int more,
                       const std::string& word);

// `count` offers, one a line.
std::string write_offers(const Folder& folder, const std::string& name, int count);

}  // namespace aksis::test
