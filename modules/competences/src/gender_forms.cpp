#include "gender_forms.hpp"

#include <algorithm>

#include "label_words.hpp"

namespace aksis::competences {

void GenderForms::add(const std::vector<std::vector<std::string>>& forms) {
  if (forms.empty()) return;
  firsts_.insert(forms.front().begin(), forms.front().end());
  for (size_t f = 1; f < forms.size(); ++f)
    for (size_t i = 0; i < std::min(forms[0].size(), forms[f].size()); ++i)
      if (forms[f][i] != forms[0][i]) ++pairs_[{forms[f][i], forms[0][i]}];
}

void GenderForms::finish() {
  std::unordered_map<std::string, size_t> most;
  for (const auto& [pair, labels] : pairs_) {
    const auto& [second, first] = pair;
    // A word that also stands in a first form means itself: "secretaire" is no other's feminine.
    if (firsts_.count(second) > 0 || labels <= most[second]) continue;
    most[second] = labels;
    first_of_[second] = first;
  }
  pairs_.clear();
  std::unordered_set<std::string>().swap(firsts_);
}

std::vector<std::string> GenderForms::first_forms(std::vector<std::string> words) const {
  std::vector<std::string> out;
  for (auto& word : words) {
    const auto found = first_of_.find(word);
    if (found != first_of_.end()) word = found->second;
    if (is_stop_word(word) || std::find(out.begin(), out.end(), word) == out.end())
      out.push_back(std::move(word));
  }
  return out;
}

size_t GenderForms::memory_bytes() const {
  constexpr size_t kNodeBytes = 96;  // of an unordered_map with two short strings, about
  return first_of_.size() * kNodeBytes + first_of_.bucket_count() * sizeof(void*);
}

}  // namespace aksis::competences
