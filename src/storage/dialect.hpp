// The SQL both engines understand: what is banned, how a file splits into statements, and how the
// data definitions become SQLite's. Pure functions, any thread. Rules: docs/modules/sql.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aksis::storage {

struct DialectFinding {
  int line = 0;        // of the text given, from 1
  std::string found;   // "group_concat"
  std::string reason;  // why, and what to write instead
};

// Everything in `sql` (one statement or many) that only one engine understands.
std::vector<DialectFinding> lint_sql(std::string_view sql);

struct Statement {
  int line = 0;  // where it begins
  std::string_view sql;
};

// Splits at semicolons outside texts and comments; drops what is empty. Views into `sql`.
std::vector<Statement> split_statements(std::string_view sql);

// CREATE TABLE and ALTER TABLE in SQLite's words: BIGINT → INTEGER, DOUBLE PRECISION → REAL, and
// STRICT tables, so that a text never lands in a number. Other statements come back unchanged.
std::string to_sqlite(std::string_view sql);

}  // namespace aksis::storage
