// The official ROME set, read once for all tests that need it.
#pragma once

#include "rome_import.hpp"

namespace aksis::competences {

// nullptr, with a warning, when the data is not on this machine.
const RomeImport* official_rome();

}  // namespace aksis::competences
