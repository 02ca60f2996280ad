#include "note_text.hpp"

namespace notebook {

std::string tidy(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char letter : text) {
    if (letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r') {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += letter;
  }
  return out;
}

}  // namespace notebook
