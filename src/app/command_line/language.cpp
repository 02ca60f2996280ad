#include "app/command_line/language.hpp"

#include <cstdlib>

namespace aksis::app {

Language environment_language(Language otherwise) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    const std::string_view text = value;
    if (text.starts_with("fr")) return Language::fr;
    if (text.starts_with("en")) return Language::en;
    return otherwise;
  }
  return otherwise;
}

}  // namespace aksis::app
