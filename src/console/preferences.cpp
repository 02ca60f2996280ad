#include "console/preferences.hpp"

#include <fmt/format.h>

#include "embedded/console_migrations.hpp"

namespace aksis::console {

using storage::Row;
using storage::Transaction;

namespace {

// The one number that the statement finds; 0: it finds no row.
Result<int64_t> number(Transaction& tx, std::string_view sql,
                       const std::vector<storage::Value>& parameters) {
  int64_t out = 0;
  AKSIS_TRY(tx.query(sql, parameters, [&](const Row& row) -> Status {
    out = row.integer(0);
    return {};
  }));
  return out;
}

Result<int64_t> version_of(Transaction& tx, std::string_view account) {
  return number(tx, "SELECT version FROM core_ui_preference_version WHERE account = $1", {account});
}

}  // namespace

std::vector<storage::Migration> migrations() {
  return storage::embedded_migrations(embedded::console_migrations());
}

Result<Preferences> read_preferences(Transaction& tx, std::string_view account) {
  Preferences out;
  AKSIS_ASSIGN(version, version_of(tx, account));
  out.version = version;
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
  AKSIS_ASSIGN(before, version_of(tx, account));
  if (!if_match.empty() && if_match != std::to_string(before))
    return Error{Code::stale, "the preferences were changed meanwhile: read them again", {}};
  if (json == "null") {
    AKSIS_TRY(tx.execute("DELETE FROM core_ui_preference WHERE account = $1 AND name = $2",
                         {account, name}));
  } else {
    AKSIS_ASSIGN(others, number(tx,
                                "SELECT COUNT(*) FROM core_ui_preference WHERE account = $1 AND "
                                "name <> $2",
                                {account, name}));
    if (others >= kPreferencesMax)
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
                 {account, before + 1}));
  return before + 1;
}

}  // namespace aksis::console
