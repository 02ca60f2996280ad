// The territory tree: commune → employment area → department → region → nation. Scopes of roles
// and figures hang on it. Functions on a transaction: inside a body.
// add_territory_operations(): main thread, at start.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"
#include "record/commune_file.hpp"
#include "storage/database.hpp"

namespace aksis::record {

inline constexpr std::string_view kNation = "FR";  // code of the only territory of kind nation

struct Territory {
  std::string kind;  // "nation", "region", "department", "employment_area", "commune"
  std::string code;
  std::string name;  // an employment area has no name in the list: its code
};

// Rows of a file into the tree, in writes of some 40 ms; what it has and the list has not stays:
// people live there. `progress(done, total)` returns false to stop (Code::cancelled; run again).
// Publishes core.territories_changed/1 {"communes": N} at the end.
Status write_territories(storage::Database& database, const std::vector<Commune>& communes,
                         const Clock& clock,
                         const std::function<bool(size_t done, size_t total)>& progress);

// Code::not_found when there is none.
Result<Territory> read_territory(storage::Transaction& tx, std::string_view kind,
                                 std::string_view code);

// The commune itself, then everything it lies in, smallest first; levels the list does not tell
// are left out. Code::not_found when there is no such commune.
Result<std::vector<Territory>> territories_of(storage::Transaction& tx, std::string_view commune);

// Whether the commune is that territory or lies in it; false for what is not known.
Result<bool> lies_in(storage::Transaction& tx, std::string_view commune, std::string_view kind,
                     std::string_view code);

// By name (its beginning, or the beginning of one of its words; accents do not count) or by the
// beginning of a postcode; the most inhabitants first.
Result<std::vector<Commune>> find_communes(storage::Transaction& tx, std::string_view words,
                                           int64_t limit);

// territories.import (`import communes`), communes.find (`commune find`), territories.read
// (`territory show`).
Status add_territory_operations(operations::Registry& registry, storage::Database& database,
                                const Clock& clock);

}  // namespace aksis::record
