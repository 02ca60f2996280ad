// A job title as people write it, reduced to the words that name the job.
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aksis::competences {

// Folded words: "H/F", contracts, hours, seniority, numbers left out, abbreviations of the trade
// written out ("IDE de nuit (H/F) - CDI" -> infirmier diplome etat). A title made of nothing else
// stays as it is.
std::vector<std::string> title_words(std::string_view title);

// The terms labels and titles are compared by.
std::vector<std::string> letter_terms(const std::vector<std::string>& words);
std::vector<std::string> stem_terms(const std::vector<std::string>& words);  // and pairs

}  // namespace aksis::competences
