// Numbered SQL files, applied once each, forward only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded.hpp"
#include "storage/database.hpp"

namespace aksis::storage {

struct Migration {
  int number = 0;
  std::string name;  // "0001_referential.sql"
  std::string sql;   // several statements; types BIGINT, TEXT, DOUBLE PRECISION, BLOB
};

// `NNNN_name.sql` of a folder in order; refuses gaps and duplicates, naming the file.
Result<std::vector<Migration>> read_migrations(const std::string& folder);

// The same from files embedded in the program; migrate() checks them.
std::vector<Migration> embedded_migrations(std::span<const embedded::File> files);

// Applies what `owner` ("core.FOLDER" or a module's id) has not applied yet, one transaction each,
// and records number, sha256 and time in core_migration. Refuses a gap or double in the numbers (in
// any order), a changed checksum of an applied file, a database that knows a higher number than the
// files (written by a newer version), and banned SQL (see dialect.hpp). Confined when `confinement`
// is given.
Status migrate(Database& database, const std::string& owner,
               const std::vector<Migration>& migrations, const Confinement* confinement = nullptr);

// A migration that was applied as another owner's, under another number; its content is the same.
struct MovedMigration {
  std::string from_owner;
  int from_number;
  std::string owner;
  int number;
  std::string name;
};

// Records moved migrations as applied where they belong now. Nothing where they never were applied.
// Before migrate().
Status move_migrations(Database& database, const std::vector<MovedMigration>& moved);

}  // namespace aksis::storage
