#include "console/preferences.hpp"

#include <fmt/format.h>

#include "embedded/console_migrations.hpp"

namespace aksis::console {

using storage::Row;
using storage::Transaction;

std::vector<storage::Migration> migrations() {
  return storage::embedded_migrations(embedded::console_migrations());
}

Result<Preferences> read_preferences(Transaction& tx, std::string_view account) {
  Preferences out;
  AKSIS_TRY(tx.query("SELECT version FROM core_ui_preference_version WHERE account = $1", {account},
                     [&](const Row& row) -> Status {
                       out.version = row.integer(0);
                       return {};
                     }));
  AKSIS_TRY(
      tx.query("SELECT name, content FROM core_ui_preference WHERE account = $1 ORDER BY name",
               {account}, [&](const Row& row) -> Status {
                 out.values.emplace(row.text(0), row.text(1));
                 return {};
               }));
  return out;
}

Result<int64_t> save_preference(Transaction& tx, std::string_view account, std::string_view name,
                                std::string_view json, std::string_view if_match) {
  if (json.size() > kPreferenceBytesMax)
    return Error{Code::too_large,
                 fmt::format("a preference takes at most {} KiB", kPreferenceBytesMax >> 10),
                 {{"/value", "too large"}}};
  AKSIS_ASSIGN(before, read_preferences(tx, account));
  if (!if_match.empty() && if_match != std::to_string(before.version))
    return Error{Code::stale, "the preferences were changed meanwhile: read them again", {}};
  if (json == "null") {
    AKSIS_TRY(tx.execute("DELETE FROM core_ui_preference WHERE account = $1 AND name = $2",
                         {account, name}));
  } else {
    if (!before.values.contains(std::string(name)) && std::ssize(before.values) >= kPreferencesMax)
      return Error{Code::too_large,
                   fmt::format("an account keeps at most {} preferences", kPreferencesMax),
                   {}};
    AKSIS_TRY(
        tx.execute("INSERT INTO core_ui_preference (account, name, content) VALUES ($1, $2, $3) "
                   "ON CONFLICT (account, name) DO UPDATE SET content = excluded.content",
                   {account, name, json}));
  }
  AKSIS_TRY(
      tx.execute("INSERT INTO core_ui_preference_version (account, version) VALUES ($1, $2) "
                 "ON CONFLICT (account) DO UPDATE SET version = excluded.version",
                 {account, before.version + 1}));
  return before.version + 1;
}

}  // namespace aksis::console
