// What is told of a refusal: the same in both languages, each in its own words.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "aksis/cpp/result.hpp"

namespace aksis {

// French as it is set: with the curved apostrophe, and no ordinary space beside a double mark.
inline bool well_set(const std::string& french) {
  for (const auto* wrong : {"'", " :", " ;", " !", " ?", "« ", " »"})
    if (french.find(wrong) != std::string::npos) return false;
  return !french.empty();
}

// A refusal as an operation gives it: in French beside English, of the whole and at each place. Any
// thread, as long as nothing is wrong: Catch's macros are for one.
inline void check_french(const Status& status) {
  // What is broken is told to who runs the server, in English.
  if (status.ok() || status.error().code == Code::internal) return;
  const auto check = [](const std::string& english, const std::string& french) {
    if (english == french || !well_set(french)) FAIL_CHECK(english + " / " + french);
  };
  check(status.error().message, status.error().french);
  for (const auto& detail : status.error().details) check(detail.message, detail.french);
}

// `ask(language)`: the Status of the same call, which changes nothing.
template <typename Ask>
void check_told(const Ask& ask) {
  const Status english = ask("en"), french = ask("fr");
  REQUIRE_FALSE(english.ok());
  REQUIRE_FALSE(french.ok());
  const auto &in_english = english.error(), &in_french = french.error();
  CAPTURE(in_english.message, in_french.message);
  CHECK(in_english.code == in_french.code);
  CHECK(in_english.message != in_french.message);
  CHECK(well_set(in_french.message));
  REQUIRE(in_english.details.size() == in_french.details.size());
  for (size_t i = 0; i < in_english.details.size(); ++i) {
    CAPTURE(in_english.details[i].message, in_french.details[i].message);
    CHECK(in_english.details[i].pointer == in_french.details[i].pointer);
    CHECK(in_english.details[i].message != in_french.details[i].message);
    CHECK(well_set(in_french.details[i].message));
  }
}

}  // namespace aksis
