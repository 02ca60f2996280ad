#include "storage/sqlite/errors.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace aksis::storage {
namespace {

constexpr size_t kShownMax = 80;

bool no_space(sqlite3* handle, int code) {
  if ((code & 0xFF) == SQLITE_FULL) return true;
  if ((code & 0xFF) != SQLITE_IOERR || !handle) return false;
  const int system = sqlite3_system_errno(handle);
  return system == ENOSPC || system == EDQUOT;
}

Error constraint(int code, std::string_view doing, std::string_view engine) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return {Code::conflict,
              fmt::format("a row with this key exists already: {} ({})", engine, doing),
              {}};
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return {Code::conflict,
              fmt::format("a row that this one refers to is absent, or is still referred to ({})",
                          doing),
              {}};
    default:
      return invalid(fmt::format("a value breaks a rule of its table: {} ({})", engine, doing));
  }
}

}  // namespace

std::string shortened(std::string_view sql) {
  std::string out;
  for (const char c : sql.substr(0, kShownMax)) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  // A cut in the middle of a character would make the message invalid UTF-8.
  while (sql.size() > kShownMax && !out.empty() && static_cast<unsigned char>(out.back()) >= 0x80)
    out.pop_back();
  return sql.size() > kShownMax ? out + "…" : out;
}

Error sqlite_error(sqlite3* handle, int code, std::string_view doing) {
  const std::string_view engine = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  if (no_space(handle, code))
    return {Code::full,
            fmt::format("the disk that holds the database is full; nothing was changed. Free some "
                        "space there: writing goes on by itself ({})",
                        doing),
            {},
            "Le disque de la base de données est plein ; rien n’a été enregistré. Prévenez "
            "l’administrateur : dès qu’il y a de la place, on peut de nouveau enregistrer."};
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {
          Code::busy,
          fmt::format("another program holds the database; try again after a moment ({})", doing),
          {},
          "Un autre programme occupe la base de données ; réessayez dans un instant."};
    case SQLITE_CONSTRAINT:
      return constraint(code, doing, engine);
    case SQLITE_MISMATCH:
      return invalid(fmt::format("a value has the wrong type: {} ({})", engine, doing));
    case SQLITE_TOOBIG:
      return {Code::too_large,
              fmt::format("a value is too large for the database ({})", doing),
              {},
              "Une des valeurs est trop grande pour la base de données."};
    case SQLITE_INTERRUPT:
      return {Code::timeout,
              fmt::format("the statement took too long ({})", doing),
              {},
              "La base de données a mis trop longtemps à répondre ; réessayez, ou demandez moins à "
              "la fois."};
    case SQLITE_AUTH:
      return {Code::forbidden, fmt::format("{} ({})", engine, doing), {}};
    case SQLITE_READONLY:
      return internal(
          fmt::format("the database cannot be written: check the rights on its file and "
                      "folder, and that no write stands in a read ({})",
                      doing));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return internal(
          fmt::format("the database file is damaged: {}. Stop the server and restore a "
                      "backup with `aksis restore` ({})",
                      engine, doing));
    case SQLITE_IOERR:
      return internal(
          fmt::format("the disk failed: {}. Nothing was changed; look at the system's "
                      "log ({})",
                      sqlite3_errstr(code), doing));
    default:
      return internal(fmt::format("SQLite refused: {} ({})", engine, doing));
  }
}

}  // namespace aksis::storage
