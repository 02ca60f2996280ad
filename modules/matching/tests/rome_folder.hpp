// The official ROME files read into a catalogue, for tests and benchmarks. The product's import is
// the module competences.
#pragma once

#include <optional>
#include <string>

#include "catalogue.hpp"

namespace aksis::matching::test {

// nullopt when the folder does not hold the files.
std::optional<Catalogue> catalogue_from_rome(const std::string& folder);
std::optional<std::string> file_text(const std::string& path);

}  // namespace aksis::matching::test
