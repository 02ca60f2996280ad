// Words of job titles in the form official labels put first, so that "conductrice" is read as
// "conducteur". Learnt from labels that give both forms, not from rules.
// Filled by one thread; after that, any thread may read.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace aksis::competences {

class GenderForms {
 public:
  // The forms of one label, as label_forms() gives them.
  void add(const std::vector<std::vector<std::string>>& forms);
  void finish();
  // Each word in its first form; one that comes back is left out ("vendeur vendeuse" is one word).
  std::vector<std::string> first_forms(std::vector<std::string> words) const;

  size_t memory_bytes() const;

 private:
  std::map<std::pair<std::string, std::string>, size_t> pairs_;  // second, first → labels
  std::unordered_set<std::string> firsts_;
  std::unordered_map<std::string, std::string> first_of_;
};

}  // namespace aksis::competences
