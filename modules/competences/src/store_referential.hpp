// The referential in the database: written under a new version, read back whole.
// Any worker thread.
#pragma once

#include <aksis/module.hpp>

#include "referential_builder.hpp"
#include "store_versions.hpp"

namespace aksis::competences {

// How many rows store_rome writes.
size_t row_count(const Referential& referential);
Status store_rome(VersionWriter& writer, const Referential& referential);

// Reads the active version into `builder`; `found` is false when there is none.
Status load_rome(Host& host, ReferentialBuilder& builder, bool& found);

}  // namespace aksis::competences
