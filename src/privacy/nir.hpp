// The NIR (numéro d'inscription au répertoire): reading and checking. Pure functions, any thread.
// Composition: INSEE. Key: 97 − (the 13 characters as a number, mod 97), Corsica's 2A and 2B read
// as 19 and 18. A NIR is personal data: it stands sealed, and is found by its blind index alone.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::privacy {

struct Nir {
  std::string number;        // 13 characters: digits, but "2A" or "2B" for the department
  std::string key;           // two digits
  bool provisional = false;  // of somebody not registered yet (first digit 3, 4, 7 or 8)
  std::string full() const { return number + key; }  // what is sealed and indexed
};

// Spaces, dots and hyphens between the characters are passed over, letters may be small. 13
// characters alone get their key. Code::invalid, without repeating the number, when it is none.
Result<Nir> parse_nir(std::string_view text);

}  // namespace aksis::privacy
