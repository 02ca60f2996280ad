#include "search.hpp"

namespace aksis::competences {

Search::Search(const Referential& r) {
  std::vector<std::vector<std::string_view>> labels;
  for (Index i = 0; i < r.occupations().size(); ++i) {
    labels.push_back({r.text(r.occupation(i).label), r.text(r.occupation(i).code)});
    title_of_.push_back({i, kNone});
  }
  for (Index i = 0; i < r.appellations().size(); ++i) {
    const Appellation& appellation = r.appellation(i);
    // An occupation's own title is the occupation: found once.
    if (r.text(appellation.label) == r.text(r.occupation(appellation.occupation).label)) continue;
    labels.push_back({r.text(appellation.label)});
    if (!appellation.short_label.empty()) labels.back().push_back(r.text(appellation.short_label));
    title_of_.push_back({appellation.occupation, i});
  }
  titles_ = LabelIndex(labels);
  labels.clear();
  for (const Item& item : r.items()) labels.push_back({r.text(item.label)});
  items_ = LabelIndex(labels);
}

std::vector<FoundTitle> Search::titles(std::string_view query, size_t limit) const {
  std::vector<FoundTitle> out;
  for (const auto& [label, match] : titles_.search(query, limit))
    out.push_back({title_of_[label].occupation, title_of_[label].appellation, match});
  return out;
}

std::vector<FoundItem> Search::items(std::string_view query, size_t limit) const {
  std::vector<FoundItem> out;
  for (const auto& [label, match] : items_.search(query, limit)) out.push_back({label, match});
  return out;
}

}  // namespace aksis::competences
