// What an import has to say, as JSON. Pure, any thread.
#pragma once

#include <string>

#include "aksis/cpp/json.hpp"
#include "csv_table.hpp"
#include "rome_changes.hpp"

namespace aksis::competences {

// Names listed of each kind of change; the counts are whole.
inline constexpr size_t kNamesShown = 100;

// {"occupations":{"before","after","added":[…],…}, …, "links":{…}}
void write_changes(json::Writer& out, const RomeChanges& changes);

// {"rows":[{"file","line","message"}],"row_count","notes":[…]}
void write_issues(json::Writer& out, const Issues& issues, std::string_view language);

}  // namespace aksis::competences
