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

Error no_nir(std::string_view english, std::string_view french) {
  return said(Code::invalid, fmt::format("this is no NIR: {}", english),
              fmt::format("Ce n’est pas un NIR : {}.", french));
}
Error letter_elsewhere() {
  return no_nir("a letter stands only in the departments 2A and 2B",
                "une lettre n’y figure que pour les départements 2A et 2B");
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
      return no_nir("13 characters and a key of two digits are expected",
                    "il a 13 caractères et une clé de deux chiffres");
    plain += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (plain.size() != kNumber && plain.size() != kWithKey)
    return no_nir(
        fmt::format("it has {} characters, 13 and a key of two are expected", plain.size()),
        fmt::format("vous avez donné {} caractères, il en a 13 et une clé de deux", plain.size()));
  const bool corsica = !digit(plain[kDepartment]);
  std::string digits = plain;
  if (corsica) {
    if (plain[kDepartment - 1] != '2') return letter_elsewhere();
    digits[kDepartment - 1] = '1';
    digits[kDepartment] = plain[kDepartment] == 'A' ? '9' : '8';
  }
  if (!std::all_of(digits.begin(), digits.end(), digit)) return letter_elsewhere();
  constexpr std::string_view kSexes = "123478";
  if (kSexes.find(digits[0]) == std::string_view::npos)
    return no_nir("it begins with 1 or 2, a provisional one with 3, 4, 7 or 8",
                  "il commence par 1 ou 2, ou par 3, 4, 7 ou 8 s’il est provisoire");
  if (!possible_month(two(digits, 3)))
    return no_nir("its month (characters 4 and 5) does not exist",
                  "son mois de naissance (caractères 4 et 5) n’existe pas");
  int rest = 0;
  for (size_t i = 0; i < kNumber; ++i) rest = (rest * 10 + (digits[i] - '0')) % kModulus;
  Nir out;
  out.number = plain.substr(0, kNumber);
  out.key = fmt::format("{:02}", kModulus - rest);
  out.provisional = digits[0] > '2';
  if (plain.size() == kWithKey && plain.substr(kNumber) != out.key)
    return said(
        Code::invalid,
        "the key of this NIR (its last two digits) does not fit: a character is wrong",
        "La clé de ce NIR (ses deux derniers chiffres) ne convient pas : un caractère est faux.");
  return out;
}

}  // namespace aksis::privacy
