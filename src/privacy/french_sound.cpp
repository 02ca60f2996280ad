#include "privacy/french_sound.hpp"

namespace aksis::privacy {
namespace {

constexpr size_t kSignsMax = 12;
constexpr size_t kStemMin = 3;  // endings are silent only after so much

bool vowel(char c) {
  return std::string_view("aeiouy").find(c) != std::string_view::npos;
}
bool front(char c) {
  return c == 'e' || c == 'i' || c == 'y';
}

enum class When { always, nasal, before_front };

struct Rule {
  std::string_view letters, sign;
  When when = When::always;
};

// The first that fits counts: longer groups before their parts. A capital is a sound of its own: a
// nasal vowel, "ou", "ch", an open or closed "e".
constexpr Rule kRules[] = {
    {"eau", "o"},
    {"oeu", "E"},
    {"sch", "C"},
    {"chr", "kr"},
    {"ien", "iI", When::nasal},
    {"ain", "I", When::nasal},
    {"aim", "I", When::nasal},
    {"ein", "I", When::nasal},
    {"eim", "I", When::nasal},
    {"oin", "wI", When::nasal},
    {"cqu", "k"},
    {"an", "A", When::nasal},
    {"am", "A", When::nasal},
    {"en", "A", When::nasal},
    {"em", "A", When::nasal},
    {"in", "I", When::nasal},
    {"im", "I", When::nasal},
    {"yn", "I", When::nasal},
    {"ym", "I", When::nasal},
    {"on", "O", When::nasal},
    {"om", "O", When::nasal},
    {"un", "I", When::nasal},
    {"um", "I", When::nasal},
    {"au", "o"},
    {"ai", "E"},
    {"ay", "E"},
    {"ei", "E"},
    {"ey", "E"},
    {"eu", "E"},
    {"oe", "E"},
    {"ae", "E"},
    {"oi", "wa"},
    {"oy", "wa"},
    {"ou", "U"},
    {"ph", "f"},
    {"ch", "C"},
    {"sh", "C"},
    {"th", "t"},
    {"rh", "r"},
    {"gn", "n"},
    {"qu", "k"},
    {"ck", "k"},
    {"gu", "g", When::before_front},
    {"sc", "s", When::before_front},
    {"cc", "ks", When::before_front},
    {"c", "s", When::before_front},
    {"c", "k"},
    {"g", "j", When::before_front},
    {"q", "k"},
    {"z", "s"},
    {"w", "v"},
    {"y", "i"},
    {"x", "ks"},
    {"e", "E"},
    {"h", ""},
};

// Endings that are written and not heard.
std::string without_silent_end(std::string_view word) {
  std::string out(word);
  const auto ends = [&](std::string_view with) {
    return out.size() > kStemMin && with.find(out.back()) != std::string_view::npos;
  };
  while (ends("sxz")) out.pop_back();
  if (out.ends_with("ault") || out.ends_with("auld")) out.resize(out.size() - 2);
  if (ends("e")) {
    while (ends("e")) out.pop_back();
    return out;
  }
  while (ends("tdp")) out.pop_back();
  return out;
}

bool fits(const Rule& rule, std::string_view word, size_t at) {
  if (word.substr(at, rule.letters.size()) != rule.letters) return false;
  const size_t after = at + rule.letters.size();
  const char next = after < word.size() ? word[after] : ' ';
  switch (rule.when) {
    case When::always:
      return true;
    case When::nasal:
      return !vowel(next) && next != 'n' && next != 'm';
    case When::before_front:
      return front(next);
  }
  return false;
}

}  // namespace

std::string french_sound(std::string_view word) {
  const auto heard = without_silent_end(word);
  std::string out;
  const auto put = [&](std::string_view signs) {
    for (const char sign : signs)
      if (out.empty() || out.back() != sign) out += sign;
  };
  for (size_t at = 0; at < heard.size();) {
    const Rule* found = nullptr;
    for (const auto& rule : kRules)
      if (!found && fits(rule, heard, at)) found = &rule;
    put(found ? found->sign : std::string_view(heard).substr(at, 1));
    at += found ? found->letters.size() : 1;
  }
  return out.substr(0, kSignsMax);
}

}  // namespace aksis::privacy
