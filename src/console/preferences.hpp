// What an account chose for its console, as small JSON values by name ("theme", "list.people").
// Functions on a transaction: inside a body.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::console {

inline constexpr int64_t kPreferencesMax = 200;          // of one account
inline constexpr size_t kPreferenceBytesMax = 16 << 10;  // of one value, as JSON

std::vector<storage::Migration> migrations();

struct Preferences {
  std::map<std::string, std::string> values;  // name → JSON
  int64_t version = 0;                        // 0: nothing was ever chosen
};

Result<Preferences> read_preferences(storage::Transaction& tx, std::string_view account);

// `json` "null" forgets the choice. `if_match`: the version that was read, or "" for any;
// Code::stale when it is another. Code::too_large: the value, or too many of them. Answers the new
// version.
Result<int64_t> save_preference(storage::Transaction& tx, std::string_view account,
                                std::string_view name, std::string_view json,
                                std::string_view if_match);

}  // namespace aksis::console
