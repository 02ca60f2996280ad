#include "app/instance/core_migrations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/accounts.hpp"
#include "access/webauthn_passkeys.hpp"
#include "audit/log.hpp"
#include "console/preferences.hpp"
#include "embedded/app_migrations.hpp"
#include "events/outbox.hpp"
#include "privacy/keyring.hpp"
#include "record/people.hpp"
#include "storage/migrations.hpp"

namespace aksis::app {
namespace {

// Databases made while the core's folders still shared one sequence.
const std::vector<storage::MovedMigration> kMoved = {
    {"core", 1, "core.events", 1, "0001_events.sql"},
    {"core", 2, "core.record", 1, "0001_record.sql"},
    {"core", 3, "core.app", 1, "0001_api_key.sql"},
    {"core", 4, "core.app", 2, "0002_idempotency.sql"},
};

struct Folder {
  std::string owner;
  std::vector<storage::Migration> migrations;
};

// In the order of the layers.
std::vector<Folder> folders() {
  return {{"core.events", events::migrations()},
          {"core.privacy", privacy::migrations()},
          {"core.audit", audit::migrations()},
          {"core.record", record::migrations()},
          {"core.access", access::migrations()},
          {"core.access_factors", access::factor_migrations()},
          {"core.console", console::migrations()},
          {"core.app", storage::embedded_migrations(embedded::app_migrations())}};
}

// A folder that a later version added left its name among what was applied.
Status check_known(storage::Database& database, const std::vector<Folder>& known) {
  return database.read([&](storage::Transaction& tx) {
    return tx.query(
        "SELECT owner, name FROM core_migration WHERE owner LIKE 'core%' ORDER BY owner, number",
        {}, [&](const storage::Row& row) -> Status {
          const bool found = std::any_of(known.begin(), known.end(), [&](const Folder& folder) {
            return folder.owner == row.text(0);
          });
          if (found) return {};
          return Error{Code::conflict,
                       fmt::format("the database was written by a newer version of aksis: it knows "
                                   "migration {} of {}. Install that version or a later one",
                                   row.text(1), row.text(0)),
                       {}};
        });
  });
}

}  // namespace

Status migrate_core(storage::Database& database) {
  const auto known = folders();
  AKSIS_TRY(storage::move_migrations(database, kMoved));
  AKSIS_TRY(check_known(database, known));
  for (const auto& folder : known)
    AKSIS_TRY(storage::migrate(database, folder.owner, folder.migrations));
  return {};
}

}  // namespace aksis::app
