// Sentences of the command line, in French and English. Constants; any thread.
#pragma once

#include <string>
#include <string_view>

namespace aksis::app {

enum class Language { fr, en };

inline std::string_view say(Language language, std::string_view fr, std::string_view en) {
  return language == Language::en && !en.empty() ? en : fr;
}
inline std::string_view tag(Language language) {
  return language == Language::en ? "en" : "fr";
}
inline Language language_of(std::string_view tag) {
  return tag.starts_with("en") ? Language::en : Language::fr;
}

// Of the process: LC_ALL, LC_MESSAGES or LANG when it names French or English, else `otherwise`.
Language environment_language(Language otherwise);

}  // namespace aksis::app
