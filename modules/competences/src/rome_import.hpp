// Reads the official ROME file set of any version into a Referential.
// Pure (reads files, keeps nothing), any thread.
#pragma once

#include <string>

#include "csv_table.hpp"
#include "referential.hpp"
#include "source_files.hpp"

namespace aksis::competences {

struct RomeImport {
  Referential referential;
  Issues issues;
};

// From a folder or a zip. Four files are required (occupations, appellations, competences,
// occupation–item links); the others only enrich. Fails with a sentence that names the file, and
// the column or line, when one of them is missing or wrong as a whole; single wrong rows are left
// out and stand in `issues`.
Result<RomeImport> import_rome(const std::string& path);
Result<RomeImport> import_rome(SourceFiles& files);

}  // namespace aksis::competences
