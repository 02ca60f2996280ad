#include "storage/migrations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/clock.hpp"
#include "base/identity.hpp"
#include "base/log.hpp"
#include "base/read_bytes.hpp"
#include "storage/dialect.hpp"

namespace aksis::storage {
namespace {

constexpr size_t kNumberDigits = 4;
constexpr size_t kFindingsShown = 5;
constexpr size_t kMigrationBytesMax = 1 << 20;

struct Applied {
  std::string name;
  std::string sha256;
};

// 0 when the name is not NNNN_name.sql.
int number_of(std::string_view name) {
  const bool shape = name.size() > kNumberDigits + 5 && name[kNumberDigits] == '_' &&
                     name.substr(name.size() - 4) == ".sql";
  if (!shape) return 0;
  int number = 0;
  for (const char c : name.substr(0, kNumberDigits)) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::string where(const std::string& owner, const Migration& migration) {
  return fmt::format("migration {} of {}", migration.name, owner);
}

Status check_sequence(const std::string& owner, const std::vector<Migration>& sorted) {
  int expected = 1;
  for (const auto& migration : sorted) {
    if (migration.number < expected)
      return internal(fmt::format("{}: the number {} is given twice; number the files on",
                                  where(owner, migration), migration.number));
    if (migration.number > expected)
      return internal(
          fmt::format("{}: number {:04} is missing before it; files are numbered "
                      "without a gap",
                      where(owner, migration), expected));
    ++expected;
  }
  return {};
}

Status check_dialect(const std::string& owner, const Migration& migration) {
  const auto findings = lint_sql(migration.sql);
  if (findings.empty()) return {};
  std::string text;
  for (size_t i = 0; i < std::min(findings.size(), kFindingsShown); ++i)
    text += fmt::format("{}line {}: {} ({})", i ? "; " : "", findings[i].line, findings[i].found,
                        findings[i].reason);
  return invalid(fmt::format("{} is not portable SQL: {}", where(owner, migration), text));
}

Status make_table(Database& database) {
  return database.write([](Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.execute("CREATE TABLE IF NOT EXISTS core_migration (owner TEXT NOT NULL, number "
                   "BIGINT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at "
                   "BIGINT NOT NULL, PRIMARY KEY (owner, number))",
                   {}));
    return {};
  });
}

Result<std::map<int64_t, Applied>> applied_by(Database& database, const std::string& owner) {
  std::map<int64_t, Applied> out;
  AKSIS_TRY(database.read([&](Transaction& tx) {
    out.clear();
    return tx.query(
        "SELECT number, name, sha256 FROM core_migration WHERE owner = $1 ORDER BY "
        "number",
        {owner}, [&](const Row& row) -> Status {
          out[row.integer(0)] = {std::string(row.text(1)), std::string(row.text(2))};
          return {};
        });
  }));
  return out;
}

Status check_applied(const std::string& owner, const std::vector<Migration>& sorted,
                     const std::map<int64_t, Applied>& applied) {
  for (const auto& migration : sorted) {
    const auto found = applied.find(migration.number);
    if (found == applied.end() || found->second.sha256 == sha256_hex(migration.sql)) continue;
    return Error{Code::conflict,
                 fmt::format("{} was applied with another content (as {}): an applied file never "
                             "changes. Put the old file back and write a new one",
                             where(owner, migration), found->second.name),
                 {}};
  }
  const int64_t known = sorted.empty() ? 0 : sorted.back().number;
  if (applied.empty() || applied.rbegin()->first <= known) return {};
  return Error{Code::conflict,
               fmt::format("the database was written by a newer version of {}: it knows migration "
                           "{} and this program goes to {}. Install that version or a later one",
                           owner, applied.rbegin()->second.name, known),
               {}};
}

Status apply(Transaction& tx, const std::string& owner, const Migration& migration) {
  for (const auto& statement : split_statements(migration.sql)) {
    const auto done = tx.execute(statement.sql, {});
    if (done.ok()) continue;
    return prefixed(fmt::format("{}, line {}; nothing of this file was applied",
                                where(owner, migration), statement.line),
                    done.error());
  }
  const Unconfined unconfined(tx);
  AKSIS_TRY(
      tx.execute("INSERT INTO core_migration (owner, number, name, sha256, applied_at) VALUES "
                 "($1, $2, $3, $4, $5)",
                 {owner, int64_t{migration.number}, migration.name, sha256_hex(migration.sql),
                  SystemClock().now()}));
  return {};
}

}  // namespace

Result<std::vector<Migration>> read_migrations(const std::string& folder) {
  std::error_code failed;
  std::vector<Migration> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".sql") continue;
    const int number = number_of(name);
    if (number == 0)
      return internal(
          fmt::format("{}: migrations are named NNNN_name.sql, from 0001", entry.path().string()));
    AKSIS_ASSIGN(sql, read_bytes(entry.path().string(), kMigrationBytesMax));
    out.push_back({number, name, std::move(sql)});
  }
  if (failed)
    return internal(
        fmt::format("the migrations in {} cannot be read: {}", folder, failed.message()));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  AKSIS_TRY(check_sequence(folder, out));
  return out;
}

std::vector<Migration> embedded_migrations(std::span<const embedded::File> files) {
  std::vector<Migration> out;
  for (const auto& file : files) {
    const std::string name(file.name.substr(file.name.rfind('/') + 1));
    out.push_back({number_of(name), name, std::string(file.data)});
  }
  return out;
}

Status migrate(Database& database, const std::string& owner,
               const std::vector<Migration>& migrations, const Confinement* confinement) {
  auto sorted = migrations;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.number < b.number; });
  AKSIS_TRY(check_sequence(owner, sorted));
  AKSIS_TRY(make_table(database));
  AKSIS_ASSIGN(applied, applied_by(database, owner));
  AKSIS_TRY(check_applied(owner, sorted, applied));
  for (const auto& migration : sorted) {
    if (applied.count(migration.number)) continue;
    AKSIS_TRY(check_dialect(owner, migration));
    constexpr bool kBulk = true;  // nothing else runs yet: it may take its time
    AKSIS_TRY(database.write([&](Transaction& tx) { return apply(tx, owner, migration); },
                             confinement, kBulk));
    log::info("storage", fmt::format("applied {}", where(owner, migration)));
  }
  return {};
}

Status move_migrations(Database& database, const std::vector<MovedMigration>& moved) {
  AKSIS_TRY(make_table(database));
  return database.write([&](Transaction& tx) -> Status {
    for (const auto& one : moved)
      AKSIS_TRY(tx.execute(
          "UPDATE core_migration SET owner = $1, number = $2, name = $3 "
          "WHERE owner = $4 AND number = $5",
          {one.owner, int64_t{one.number}, one.name, one.from_owner, int64_t{one.from_number}}));
    return {};
  });
}

}  // namespace aksis::storage
