#define CATCH_CONFIG_MAIN
#include "note_text.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a note is tidied") {
  CHECK(notebook::tidy("  a \n\t b ") == "a b");
  CHECK(notebook::tidy(" \n ") == "");
  CHECK(notebook::tidy("déjà vu") == "déjà vu");
}
