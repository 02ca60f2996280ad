// SQL cut into words, for the dialect and the confinement: no grammar. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aksis::storage {

enum class TokenKind {
  word,       // SELECT, skl_skill
  quoted,     // "name", `name`, [name]
  text,       // 'text', x'00'
  number,     // 12, 1.5e3
  parameter,  // $1, ?, ?2, :name, @name
  symbol,     // ( ) , ; = -> ->> || :: …
};

struct Token {
  TokenKind kind = TokenKind::symbol;
  std::string_view text;  // as written, quotes included
  size_t offset = 0;
  int line = 1;
  // Lower case, quotes taken off: what SQLite compares.
  std::string name() const;
  bool is(std::string_view lower_case) const;  // a word or symbol, whatever its case
};

// Comments and white space dropped; an unfinished text or comment runs to the end.
std::vector<Token> sql_tokens(std::string_view sql);

}  // namespace aksis::storage
