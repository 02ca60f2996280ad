#include "storage/sql_tokens.hpp"

#include <algorithm>

namespace aksis::storage {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool word_start(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool word_part(char c) {
  return word_start(c) || digit(c) || c == '$';
}

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  std::vector<Token> all() {
    std::vector<Token> out;
    for (skip_blank(); at_ < sql_.size(); skip_blank()) {
      const size_t start = at_;
      const int line = line_;
      const TokenKind kind = advance();
      out.push_back({kind, sql_.substr(start, at_ - start), start, line});
      line_ += static_cast<int>(std::count(sql_.begin() + start, sql_.begin() + at_, '\n'));
    }
    return out;
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }
  void skip_to(std::string_view end) {
    const size_t found = sql_.find(end, at_);
    const size_t stop = found == std::string_view::npos ? sql_.size() : found + end.size();
    line_ += static_cast<int>(std::count(sql_.begin() + at_, sql_.begin() + stop, '\n'));
    at_ = stop;
  }
  void skip_blank() {
    while (at_ < sql_.size()) {
      const char c = peek();
      if (c == '-' && peek(1) == '-') {
        skip_to("\n");
      } else if (c == '/' && peek(1) == '*') {
        at_ += 2;
        skip_to("*/");
      } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
        line_ += c == '\n';
        ++at_;
      } else {
        return;
      }
    }
  }
  // A text or a quoted name: the closing mark twice stands for itself.
  void skip_quoted(char close) {
    for (++at_; at_ < sql_.size(); ++at_) {
      if (peek() != close) continue;
      if (close == ']' || peek(1) != close) {
        ++at_;
        return;
      }
      ++at_;
    }
  }
  TokenKind advance() {
    const char c = peek();
    if (c == '\'' || ((c == 'x' || c == 'X') && peek(1) == '\'')) {
      at_ += c != '\'';
      skip_quoted('\'');
      return TokenKind::text;
    }
    if (c == '"' || c == '`' || c == '[') {
      skip_quoted(c == '[' ? ']' : c);
      return TokenKind::quoted;
    }
    if (word_start(c)) {
      while (at_ < sql_.size() && word_part(peek())) ++at_;
      return TokenKind::word;
    }
    if (digit(c) || (c == '.' && digit(peek(1)))) return number();
    const bool named = (c == '$' || c == ':' || c == '@') && word_part(peek(1));
    if (c == '?' || named) {
      for (++at_; at_ < sql_.size() && word_part(peek());) ++at_;
      return TokenKind::parameter;
    }
    for (const std::string_view symbol : {"->>", "->", "||", "::", "<>", "<=", ">=", "==", "!="}) {
      if (sql_.substr(at_, symbol.size()) == symbol) {
        at_ += symbol.size();
        return TokenKind::symbol;
      }
    }
    ++at_;
    return TokenKind::symbol;
  }
  TokenKind number() {
    while (at_ < sql_.size() && (word_part(peek()) || peek() == '.')) {
      const bool exponent = lower(peek()) == 'e' && (peek(1) == '-' || peek(1) == '+');
      at_ += exponent ? 2 : 1;
    }
    return TokenKind::number;
  }

  std::string_view sql_;
  size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

std::string Token::name() const {
  std::string_view inner = text;
  char close = '\0';
  if (kind == TokenKind::quoted && inner.size() >= 2) {
    close = inner.back();
    inner = inner.substr(1, inner.size() - 2);
  }
  std::string out;
  for (size_t i = 0; i < inner.size(); ++i) {
    out += lower(inner[i]);
    if (close && inner[i] == close) ++i;
  }
  return out;
}

bool Token::is(std::string_view lower_case) const {
  if (kind != TokenKind::word && kind != TokenKind::symbol) return false;
  return text.size() == lower_case.size() &&
         std::equal(text.begin(), text.end(), lower_case.begin(),
                    [](char a, char b) { return lower(a) == b; });
}

std::vector<Token> sql_tokens(std::string_view sql) {
  return Scanner(sql).all();
}

}  // namespace aksis::storage
