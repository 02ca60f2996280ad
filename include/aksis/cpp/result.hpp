// Result<T>: a value or an Error a caller is expected to handle. Exceptions are for defects only.
// Values; no thread rule.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "../types.h"

namespace aksis {

// The same numbers as aksis_status, so that an error crosses the border unchanged.
enum class Code : aksis_status {
  invalid = AKSIS_INVALID,
  unauthenticated = AKSIS_UNAUTHENTICATED,
  forbidden = AKSIS_FORBIDDEN,
  not_found = AKSIS_NOT_FOUND,
  conflict = AKSIS_CONFLICT,
  stale = AKSIS_STALE,
  too_large = AKSIS_TOO_LARGE,
  unsupported = AKSIS_UNSUPPORTED,
  busy = AKSIS_BUSY,
  timeout = AKSIS_TIMEOUT,
  full = AKSIS_FULL,
  internal = AKSIS_INTERNAL,
  cancelled = AKSIS_CANCELLED,
};

// One wrong place of an input: a JSON pointer ("/wishes/0/code") or "line 12, column 3".
struct ErrorDetail {
  std::string pointer;
  std::string message;
  std::string french = {};  // as below
};

// `message` is a sentence for the person who has to act: what happened, where, what to do. In
// English, for the log and for programs; with `french` too where people read it: who called is told
// the one of their language (operations::Registry::run).
struct Error {
  Code code = Code::internal;
  std::string message;
  std::vector<ErrorDetail> details;
  std::string french = {};
};

// In both languages.
inline Error said(Code code, std::string english, std::string french) {
  return {code, std::move(english), {}, std::move(french)};
}
// One wrong place of an input, said once for the whole and at the place.
inline Error said_at(std::string pointer, std::string english, std::string french) {
  return {Code::invalid, english, {{std::move(pointer), english, french}}, french};
}

// Of an Error or of one of its details: the sentence for who reads that language ("fr", "en").
template <typename Told>
const std::string& sentence_in(const Told& told, std::string_view language) {
  return language == "fr" && !told.french.empty() ? told.french : told.message;
}
// The error with the sentences of that language as its messages.
inline Error in_language(Error error, std::string_view language) {
  error.message = sentence_in(error, language);
  for (auto& detail : error.details) detail.message = sentence_in(detail, language);
  return error;
}

inline Error invalid(std::string message) {
  return {Code::invalid, std::move(message), {}};
}
// Several wrong places, or one; said for the whole by the first, after the two leads.
inline Error said_of(std::vector<ErrorDetail> wrong, std::string_view english_lead = {},
                     std::string_view french_lead = {}) {
  const auto& first = wrong.front();
  auto english = std::string(english_lead) + first.message;
  auto french = std::string(french_lead) + first.french;
  return {Code::invalid, std::move(english), std::move(wrong), std::move(french)};
}
inline Error internal(std::string message) {
  return {Code::internal, std::move(message), {}};
}

// A French sentence as it goes on after a colon: its first word small, unless it is a code.
inline std::string after_colon(std::string sentence) {
  const bool word = sentence.size() > 1 && sentence[0] >= 'A' && sentence[0] <= 'Z' &&
                    ((sentence[1] & 0x80) != 0 || (sentence[1] >= 'a' && sentence[1] <= 'z'));
  if (word) sentence[0] = static_cast<char>(sentence[0] - 'A' + 'a');
  return sentence;
}
// The same error, its message preceded by where it happened; without a French place in English
// alone.
inline Error prefixed(std::string_view context, Error error, std::string_view french_context = {}) {
  error.message = std::string(context) + ": " + error.message;
  if (french_context.empty() || error.french.empty())
    error.french.clear();
  else
    error.french = std::string(french_context) + " : " + after_colon(std::move(error.french));
  return error;
}

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Error& error() & {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }
  const Error& error() const& {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    assert(!ok());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  void value() const { assert(ok()); }
  Error& error() & {
    assert(error_);
    return *error_;
  }
  const Error& error() const& {
    assert(error_);
    return *error_;
  }
  Error&& error() && {
    assert(error_);
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace aksis

#define AKSIS_CONCAT_INNER(a, b) a##b
#define AKSIS_CONCAT(a, b) AKSIS_CONCAT_INNER(a, b)

// A lambda inside the expression may use these macros too, so each use names its own variable.
#define AKSIS_TRY_AS(name, expression)                                        \
  do {                                                                        \
    if (auto name = (expression); !name.ok()) return std::move(name).error(); \
  } while (false)
#define AKSIS_ASSIGN_AS(result, name, expression)     \
  auto result = (expression);                         \
  if (!result.ok()) return std::move(result).error(); \
  auto name = std::move(result).value()

// Leaves the function with the error of `expression`, a Result, when it has one.
#define AKSIS_TRY(expression) AKSIS_TRY_AS(AKSIS_CONCAT(aksis_try_, __COUNTER__), expression)

// Declares `name` with the value of `expression`, or leaves the function with its error.
#define AKSIS_ASSIGN(name, expression) \
  AKSIS_ASSIGN_AS(AKSIS_CONCAT(aksis_result_, __COUNTER__), name, expression)
