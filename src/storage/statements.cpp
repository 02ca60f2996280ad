// Splitting SQL into statements and putting data definitions into SQLite's words.
#include "storage/dialect.hpp"
#include "storage/sql_tokens.hpp"

namespace aksis::storage {

std::vector<Statement> split_statements(std::string_view sql) {
  std::vector<Statement> out;
  size_t first = std::string_view::npos;  // offset of the statement's first token
  size_t last = 0;
  int line = 1;
  const auto close = [&] {
    if (first != std::string_view::npos) out.push_back({line, sql.substr(first, last - first)});
    first = std::string_view::npos;
  };
  for (const Token& token : sql_tokens(sql)) {
    if (token.is(";")) {
      close();
      continue;
    }
    if (first == std::string_view::npos) {
      first = token.offset;
      line = token.line;
    }
    last = token.offset + token.text.size();
  }
  close();
  return out;
}

std::string to_sqlite(std::string_view sql) {
  const auto tokens = sql_tokens(sql);
  if (tokens.size() < 2) return std::string(sql);
  const bool create = tokens[0].is("create") && tokens[1].is("table");
  const bool alter = tokens[0].is("alter") && tokens[1].is("table");
  if (!create && !alter) return std::string(sql);

  std::string out;
  size_t copied = 0;
  const auto replace = [&](size_t from, size_t to, std::string_view by) {
    out.append(sql.substr(copied, from - copied)).append(by);
    copied = to;
  };
  size_t end = 0;  // behind the last parenthesis of the table's definition
  for (size_t i = 2; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const auto stop = token.offset + token.text.size();
    if (token.is("bigint")) replace(token.offset, stop, "INTEGER");
    if (token.is("double") && i + 1 < tokens.size() && tokens[i + 1].is("precision"))
      replace(token.offset, tokens[i + 1].offset + tokens[i + 1].text.size(), "REAL");
    if (token.is(")")) end = stop;
  }
  if (create && end > copied) {
    out.append(sql.substr(copied, end - copied)).append(" STRICT");
    copied = end;
  }
  return out.append(sql.substr(copied));
}

}  // namespace aksis::storage
