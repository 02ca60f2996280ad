// The words of labels and queries as search compares them: folded, gender forms apart.
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aksis::competences {

// Inclusive spellings brought back to the first form: "chef·fe" → "chef", "technicien(ne)" →
// "technicien", "directeur/trice" → "directeur".
std::string without_inclusive_endings(std::string_view text);

// Folded words of a text, inclusive endings removed.
std::vector<std::string> search_words(std::string_view text);

// One list of words per form: "Conducteur / Conductrice d'engins" gives "conducteur d engins" and
// "conductrice d engins"; a label without forms gives itself.
std::vector<std::vector<std::string>> label_forms(std::string_view label);

// "de", "d", "la" …: words that tell nothing when others do.
bool is_stop_word(std::string_view folded);

}  // namespace aksis::competences
