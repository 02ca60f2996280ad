#include "aksis/cpp/fold.hpp"

#include <catch2/catch.hpp>

using aksis::fold;

TEST_CASE("fold keeps what two spellings share") {
  CHECK(fold("L’Œuvre  d'Art") == "l oeuvre d art");
  CHECK(fold("Éleveur / Éleveuse") == "eleveur eleveuse");
  CHECK(fold("E\xCC\x81leve") == "eleve");  // decomposed accent
  CHECK(fold("ﬁlière n° 3") == "filiere n 3");
  CHECK(fold("\u01FD Œ") == "ae oe");  // found by the fuzzer: an accented ligature
  CHECK(fold("--") == "");
  CHECK(fold("a\xFF"
             "b") == "a b");
}

TEST_CASE("words are what spaces part") {
  const std::string folded = fold("Chef·fe de cuisine");
  CHECK(aksis::words(folded) == std::vector<std::string_view>{"chef", "fe", "de", "cuisine"});
  CHECK(aksis::words("").empty());
}

TEST_CASE("valid_utf8 refuses NUL, overlong forms, surrogates and cut sequences") {
  using namespace std::string_view_literals;
  CHECK(aksis::valid_utf8("déjà 🎓"));
  CHECK_FALSE(aksis::valid_utf8("a\0b"sv));
  CHECK_FALSE(aksis::valid_utf8("\xC0\xAF"));
  CHECK_FALSE(aksis::valid_utf8("\xED\xA0\x80"));
  CHECK_FALSE(aksis::valid_utf8("\xE2\x82"));
}
