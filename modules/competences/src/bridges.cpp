#include "bridges.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_set>

#include "aksis/cpp/fold.hpp"
#include "label_words.hpp"

namespace aksis::competences {

namespace {

// Chosen on the development sources (docs/competences/evaluation.md).
constexpr float kRidge = 0.6F;
constexpr float kContentShare = 0.5F;
constexpr float kLabelCount = 3;
constexpr size_t kPrecedentsMax = 3;
// What makes an official move from elsewhere a reason that people should read: its share of the
// score, and a likeness that an adviser would call close.
constexpr float kPrecedentShare = 0.1F, kClose = 0.1F;

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Error cancelled() {
  return said(Code::cancelled, "the training of the bridges was stopped; nothing was changed",
              "L’apprentissage des passerelles a été arrêté ; rien n’a changé.");
}

void add_words(TermRows& rows, Index row, std::string_view text, float count) {
  const std::string folded = fold(text);
  for (const auto word : words(folded))
    if (word.size() > 1 && !is_stop_word(word)) rows.add(row, word_stem(word), count);
}

// Skills count with the macro-competence above them, each once.
void add_items(const Referential& referential, Index occupation, TermRows& items,
               TermRows& words_of) {
  std::unordered_set<Index> seen;
  const auto take = [&](Index item) {
    if (seen.insert(item).second)
      items.add(occupation, referential.text(referential.item(item).code));
  };
  for (const auto& link : referential.items_of(occupation)) {
    const Item& item = referential.item(link.item);
    if (item.kind == ItemKind::context) continue;
    take(link.item);
    if (item.macro != kNone) take(item.macro);
    add_words(words_of, occupation, referential.text(item.label), 1);
  }
}

}  // namespace

Bridges::Bridges(const Referential& referential)
    : size_(referential.occupations().size()), items_(size_), words_(size_) {
  moves_.starts.push_back(0);
  for (Index o = 0; o < size_; ++o) {
    const Occupation& occupation = referential.occupation(o);
    add_items(referential, o, items_, words_);
    add_words(words_, o, referential.text(occupation.label), kLabelCount);
    add_words(words_, o, referential.text(occupation.definition), 1);
    for (const auto& appellation : referential.appellations_of(o))
      add_words(words_, o, referential.text(appellation.label), 1);
    for (const auto& move : referential.mobility_of(o)) moves_.values.push_back(move.occupation);
    moves_.starts.push_back(static_cast<uint32_t>(moves_.values.size()));
  }
  items_.finish();
  words_.finish();
}

Result<Bridges> Bridges::train(const Referential& referential, const StopFlag& stop) {
  Bridges made(referential);
  if (!made.moves_.values.empty()) AKSIS_TRY(made.invert(stop));
  return made;
}

Status Bridges::invert(const StopFlag& stop) {
  const auto n = static_cast<Eigen::Index>(size_);
  Matrix kernel(n, n);
  for (Index s = 0; s < size_; ++s) {
    if (stop && stop()) return cancelled();
    const auto row = content(s);
    std::copy(row.begin(), row.end(), kernel.data() + size_t{s} * size_);
  }
  kernel.diagonal().array() += kRidge;
  const Eigen::LLT<Matrix> factors(kernel);
  if (stop && stop()) return cancelled();
  if (factors.info() != Eigen::Success)
    return internal("the similarities of the occupations could not be inverted");
  inverse_.resize(size_ * size_);
  Eigen::Map<Matrix> inverse(inverse_.data(), n, n);
  inverse.setIdentity();
  factors.solveInPlace(inverse);
  return {};
}

std::vector<float> Bridges::item_similarity(Index source) const {
  std::vector<float> out(size_);
  items_.add_products(items_.row(source), 1, out);
  return out;
}

std::vector<float> Bridges::content(Index source) const {
  std::vector<float> out(size_);
  items_.add_products(items_.row(source), 0.5F, out);
  words_.add_products(words_.row(source), 0.5F, out);
  return out;
}

// Kernel ridge regression of the moves on both sides, seen from the sources left out (S):
//   Z = -(A_SS)^-1 A_S,others Y_others,   A = (K + r I)^-1
// is exactly what a model trained without the rows of S predicts for S (the block form of
// leave-one-out); smoothing over targets is Z K (K + r I)^-1 = Z - r Z A.
std::vector<float> Bridges::learnt(std::span<const Index> sources) const {
  const auto n = static_cast<Eigen::Index>(size_);
  const auto count = static_cast<Eigen::Index>(sources.size());
  std::vector<float> out(sources.size() * size_);
  if (inverse_.empty()) return out;
  const Eigen::Map<const Matrix> inverse(inverse_.data(), n, n);
  std::vector<bool> left_out(size_);
  for (const Index s : sources) left_out[s] = true;
  Matrix z = Matrix::Zero(count, n);
  Matrix block(count, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    for (Eigen::Index j = 0; j < count; ++j) block(i, j) = inverse(sources[i], sources[j]);
    for (Index other = 0; other < size_; ++other) {
      if (left_out[other]) continue;
      for (const Index target : moves_.of(other)) z(i, target) -= inverse(sources[i], other);
    }
  }
  z = Eigen::LLT<Matrix>(block).solve(z).eval();
  for (Eigen::Index i = 0; i < count; ++i) z(i, sources[i]) = 0;  // moves that lead to the source
  Eigen::Map<Matrix> smoothed(out.data(), count, n);
  smoothed = z;
  smoothed.noalias() -= kRidge * (z * inverse);
  return out;
}

std::vector<std::vector<float>> Bridges::scores_without(std::span<const Index> sources) const {
  const auto affinity = learnt(sources);
  std::vector<std::vector<float>> out;
  for (size_t i = 0; i < sources.size(); ++i) {
    auto row = content(sources[i]);
    for (size_t t = 0; t < size_; ++t) row[t] = kContentShare * row[t] + affinity[i * size_ + t];
    row[sources[i]] = std::numeric_limits<float>::lowest();
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<float> Bridges::scores(Index source) const {
  return std::move(scores_without({&source, 1}).front());
}

// Of an official move from elsewhere to `target`, what the affinity of (source, target) has of it:
// the term of `learnt` that it alone makes.
std::vector<Index> Bridges::precedents(Index source, Index target, float score,
                                       std::span<const float> similarity) const {
  std::vector<std::pair<float, Index>> found;
  if (inverse_.empty()) return {};
  const auto inverse = [&](Index a, Index b) { return inverse_[size_t{a} * size_ + b]; };
  const float kept = (1 - kRidge * inverse(target, target)) / inverse(source, source);
  for (Index other = 0; other < size_; ++other) {
    const auto moves = moves_.of(other);
    const float part = -inverse(source, other) * kept;
    if (other != source && part >= kPrecedentShare * score && similarity[other] >= kClose &&
        std::find(moves.begin(), moves.end(), target) != moves.end())
      found.push_back({-part, other});
  }
  std::sort(found.begin(), found.end());
  std::vector<Index> out;
  for (size_t i = 0; i < std::min(found.size(), kPrecedentsMax); ++i)
    out.push_back(found[i].second);
  return out;
}

size_t Bridges::memory_bytes() const {
  return items_.memory_bytes() + words_.memory_bytes() + inverse_.capacity() * sizeof(float) +
         (moves_.values.capacity() + moves_.starts.capacity()) * sizeof(Index);
}

namespace {

std::vector<Index> sectors_of(const Referential& referential, Index occupation) {
  std::vector<Index> out;
  for (const auto& link : referential.categories_of(occupation)) {
    const Category& category = referential.categories()[link.category];
    if (category.scheme != Scheme::sector) continue;
    out.push_back(category.parent == kNone ? link.category : category.parent);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Index major_domain(const Referential& referential, Index occupation) {
  const Index domain = referential.occupation(occupation).domain;
  if (domain == kNone) return kNone;
  const Index parent = referential.domains()[domain].parent;
  return parent == kNone ? domain : parent;
}

// Sectors where ROME gives them for both; else major domains.
void compare_sectors(const Referential& referential, Index source, Bridge& bridge) {
  const auto from = sectors_of(referential, source);
  const auto to = sectors_of(referential, bridge.target);
  std::set_difference(to.begin(), to.end(), from.begin(), from.end(),
                      std::back_inserter(bridge.new_sectors));
  bridge.crosses_sector = from.empty() || to.empty() ? major_domain(referential, source) !=
                                                           major_domain(referential, bridge.target)
                                                     : bridge.new_sectors.size() == to.size();
}

std::string label(const Referential& referential, Index item) {
  return std::string(referential.text(referential.item(item).label));
}

void explain(const Referential& referential, Bridge& bridge) {
  const auto say = [&](std::string_view key, const std::vector<BridgeItem>& items) {
    if (items.empty()) return;
    bridge.reasons.push_back({key,
                              {{"count", static_cast<int64_t>(items.size())},
                               {"first", label(referential, items.front().item)}}});
  };
  say("bridge.shared", bridge.shared);
  say("bridge.missing", bridge.missing);
  if (bridge.crosses_sector) {
    std::string sector;
    if (!bridge.new_sectors.empty())
      sector = referential.text(referential.categories()[bridge.new_sectors.front()].label);
    bridge.reasons.push_back({"bridge.other_sector", {{"sector", std::move(sector)}}});
  }
  for (const Index other : bridge.precedents) {
    const auto name = referential.text(referential.occupation(other).label);
    bridge.reasons.push_back({"bridge.precedent", {{"occupation", std::string(name)}}});
  }
}

}  // namespace

ItemComparison compare_items(const Referential& referential, Index source, Index target) {
  std::unordered_set<Index> held;
  for (const auto& link : referential.items_of(source)) held.insert(link.item);
  ItemComparison out;
  double all = 0;
  double had = 0;
  const auto count = static_cast<double>(referential.occupations().size());
  for (const auto& link : referential.items_of(target)) {
    if (referential.item(link.item).kind == ItemKind::context) continue;
    const auto users = static_cast<double>(referential.occupations_of(link.item).size());
    const double rarity = 1 + std::log((1 + count) / (1 + users));
    const double weight = link.core == Core::core ? 2 * rarity : rarity;
    const bool has = held.contains(link.item);
    (has ? out.shared : out.missing).push_back({link.item, link.core, static_cast<float>(weight)});
    all += weight;
    if (has) had += weight;
  }
  out.coverage = all > 0 ? had / all : 0;
  const auto heaviest_first = [](const BridgeItem& a, const BridgeItem& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
  };
  std::sort(out.shared.begin(), out.shared.end(), heaviest_first);
  std::sort(out.missing.begin(), out.missing.end(), heaviest_first);
  return out;
}

std::vector<Bridge> Bridges::from(const Referential& referential, Index source,
                                  size_t limit) const {
  if (source >= size_ || referential.occupations().size() != size_) return {};
  const auto score = scores(source);
  const auto similarity = content(source);
  std::vector<Index> order(size_);
  std::iota(order.begin(), order.end(), Index{0});
  std::erase(order, source);
  const size_t count = std::min(limit, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](Index a, Index b) { return score[a] != score[b] ? score[a] > score[b] : a < b; });
  std::vector<Bridge> out;
  for (size_t i = 0; i < count; ++i) {
    Bridge bridge;
    bridge.target = order[i];
    bridge.score = double{score[order[i]]};
    bridge.content = double{similarity[order[i]]};
    bridge.affinity = bridge.score - double{kContentShare} * bridge.content;
    auto items = compare_items(referential, source, order[i]);
    bridge.coverage = items.coverage;
    bridge.shared = std::move(items.shared);
    bridge.missing = std::move(items.missing);
    bridge.precedents = precedents(source, order[i], score[order[i]], similarity);
    compare_sectors(referential, source, bridge);
    for (const auto& move : referential.mobility_of(source))
      if (move.occupation == order[i]) bridge.official_rank = move.rank;
    explain(referential, bridge);
    out.push_back(std::move(bridge));
  }
  return out;
}

}  // namespace aksis::competences
