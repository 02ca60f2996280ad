// Search of occupations, appellations and items of one Referential, as an adviser types.
// Immutable once made; any thread. Keeps no reference to the Referential.
#pragma once

#include <string_view>
#include <vector>

#include "label_index.hpp"
#include "referential.hpp"

namespace aksis::competences {

struct FoundTitle {
  Index occupation;
  Index appellation;  // kNone: the occupation itself
  Match match;
};

struct FoundItem {
  Index item;
  Match match;
};

class Search {
 public:
  Search() = default;
  explicit Search(const Referential& referential);

  // Occupations and appellations, best first; a ROME code ("d1102") finds its occupation.
  std::vector<FoundTitle> titles(std::string_view query, size_t limit) const;
  // Skills, soft skills, macro-competences, knowledge and work contexts.
  std::vector<FoundItem> items(std::string_view query, size_t limit) const;
  size_t memory_bytes() const { return titles_.memory_bytes() + items_.memory_bytes(); }

 private:
  struct Title {
    Index occupation;
    Index appellation;
  };
  LabelIndex titles_;
  std::vector<Title> title_of_;  // label → what it names
  LabelIndex items_;
};

}  // namespace aksis::competences
