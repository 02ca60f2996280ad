#include "storage/sqlite/inspection.hpp"

#include <fmt/format.h>

#include "storage/sqlite/errors.hpp"
#include "storage/sqlite/file_guard.hpp"

namespace aksis::storage {

Result<Ours> identify(Connection& connection, const std::string& path) {
  auto application = connection.integer_of("PRAGMA application_id");
  auto tables = connection.integer_of("SELECT count(*) FROM sqlite_master");
  if (!application.ok() || !tables.ok()) {
    const int code = sqlite3_errcode(connection.handle());
    if ((code & 0xFF) == SQLITE_NOTADB)
      return internal(
          fmt::format("{} is not a database: choose another file, or restore a backup "
                      "with `aksis restore`",
                      path));
    return prefixed(path, application.ok() ? tables.error() : application.error());
  }
  if (*application == 0 && *tables == 0) return Ours::empty;
  if (*application != kApplicationId)
    return internal(
        fmt::format("{} is the database of another program: choose another file", path));
  AKSIS_ASSIGN(format, connection.integer_of("PRAGMA user_version"));
  if (format > kFormat)
    return internal(
        fmt::format("{} was written by a newer aksis (format {}, this one knows {}): "
                    "install that version or a later one",
                    path, format, kFormat));
  return Ours::yes;
}

Status check_integrity(Connection& connection, const std::string& path, const char* check) {
  auto answer = connection.text_of(fmt::format("PRAGMA {}(1)", check).c_str());
  if (answer.ok() && *answer == "ok") return {};
  return internal(fmt::format("{} is damaged ({}): restore a backup with `aksis restore`", path,
                              answer.ok() ? *answer : answer.error().message));
}

Result<Contents> contents_of(Connection& connection, const std::string& path) {
  const Authorizer::Own own(connection.authorizer());
  Contents out;
  out.bytes = file_bytes(path);
  AKSIS_ASSIGN(names, connection.own_statement(
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
                          "'sqlite\\_%' ESCAPE '\\' ORDER BY name"));
  while (sqlite3_step(names.get()) == SQLITE_ROW) {
    const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(names.get(), 0));
    const std::string count = fmt::format("SELECT count(*) FROM \"{}\"", name);
    AKSIS_ASSIGN(rows, connection.integer_of(count.c_str()));
    out.rows.emplace_back(name, rows);
  }
  return out;
}

}  // namespace aksis::storage
