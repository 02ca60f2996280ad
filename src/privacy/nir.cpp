#include "privacy/nir.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace aksis::privacy {
namespace {

constexpr size_t kNumber = 13;
constexpr size_t kWithKey = 15;
constexpr size_t kDepartment = 6;  // after the letter: "2A", "2B"
constexpr int kModulus = 97;
constexpr std::string_view kSeparators = " .-\t";

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Month of birth: 01–12, 20 when unknown, 30–42 and 50–99 for incomplete civil status.
bool possible_month(int month) {
  return (month >= 1 && month <= 12) || month == 20 || (month >= 30 && month <= 42) || month >= 50;
}

int two(std::string_view text, size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

Result<Nir> parse_nir(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (kSeparators.find(c) != std::string_view::npos) continue;
    if (plain.size() == kWithKey || !(digit(c) || c == 'a' || c == 'A' || c == 'b' || c == 'B'))
      return invalid("this is no NIR: 13 characters and a key of two digits are expected");
    plain += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (plain.size() != kNumber && plain.size() != kWithKey)
    return invalid(
        fmt::format("this is no NIR: it has {} characters, 13 and a key of two are "
                    "expected",
                    plain.size()));
  const bool corsica = !digit(plain[kDepartment]);
  std::string digits = plain;
  if (corsica) {
    if (plain[kDepartment - 1] != '2')
      return invalid("this is no NIR: a letter stands only in the departments 2A and 2B");
    digits[kDepartment - 1] = '1';
    digits[kDepartment] = plain[kDepartment] == 'A' ? '9' : '8';
  }
  if (!std::all_of(digits.begin(), digits.end(), digit))
    return invalid("this is no NIR: a letter stands only in the departments 2A and 2B");
  constexpr std::string_view kSexes = "123478";
  if (kSexes.find(digits[0]) == std::string_view::npos)
    return invalid("this is no NIR: it begins with 1 or 2, a provisional one with 3, 4, 7 or 8");
  if (!possible_month(two(digits, 3)))
    return invalid("this is no NIR: its month (characters 4 and 5) does not exist");
  int rest = 0;
  for (size_t i = 0; i < kNumber; ++i) rest = (rest * 10 + (digits[i] - '0')) % kModulus;
  Nir out;
  out.number = plain.substr(0, kNumber);
  out.key = fmt::format("{:02}", kModulus - rest);
  out.provisional = digits[0] > '2';
  if (plain.size() == kWithKey && plain.substr(kNumber) != out.key)
    return invalid("the key of this NIR (its last two digits) does not fit: a character is wrong");
  return out;
}

}  // namespace aksis::privacy
