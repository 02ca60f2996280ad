#include "store.hpp"

#include <algorithm>
#include <unordered_map>

namespace aksis::matching {

namespace {

// Beyond so many recent rows (a search reads them like the others, an update copies them) the two
// blocks become one again.
constexpr size_t kRecentMax = 4096;
constexpr size_t kDeadShare = 4;  // or when a quarter of the large block is dead

std::shared_ptr<const std::vector<uint64_t>> no_dead(size_t rows) {
  return std::make_shared<std::vector<uint64_t>>((rows + 63) / 64);
}

void append(std::vector<Row>& rows, std::vector<OwnSkill>& skills, const Row& row,
            std::span<const OwnSkill> own) {
  rows.push_back(row);
  rows.back().skills_begin = static_cast<uint32_t>(skills.size());
  skills.insert(skills.end(), own.begin(), own.end());
}

}  // namespace

Snapshot::Found Snapshot::find(OfferKey key) const {
  if (const auto* row = recent->find(key)) return {recent.get(), row};
  const auto* row = main->find(key);
  if (!row || is_dead(static_cast<uint32_t>(row - main->rows().data()))) return {};
  return {main.get(), row};
}

size_t Snapshot::bytes() const {
  return main->bytes() + recent->bytes() + dead->capacity() * 8 + dictionary->bytes();
}

Store::Store(std::shared_ptr<const Catalogue> catalogue, std::shared_ptr<const Communes> communes)
    : communes_(std::move(communes)) {
  auto first = std::make_shared<Snapshot>();
  first->catalogue = std::move(catalogue);
  first->dictionary = interner_.dictionary();
  const auto occupations = first->catalogue->occupations().size();
  first->main = std::make_shared<Block>(Block::build({}, {}, *first->dictionary, occupations));
  first->recent = first->main;
  first->dead = no_dead(0);
  snapshot_ = std::move(first);
}

size_t Store::bytes() const {
  const std::lock_guard guard(write_lock_);
  return snapshot()->bytes() + interner_.bytes();
}

Store::~Store() {
  if (compaction_.joinable()) compaction_.join();
}

std::shared_ptr<const Snapshot> Store::snapshot() const {
  const std::lock_guard guard(snapshot_lock_);
  return snapshot_;
}

void Store::publish(std::shared_ptr<const Snapshot> snapshot) {
  const std::lock_guard guard(snapshot_lock_);
  snapshot_.swap(snapshot);
}

void Store::put(OfferKey key, const Offer& offer) {
  const Change change{key, &offer};
  apply({&change, 1});
}

void Store::remove(OfferKey key) {
  const Change change{key, nullptr};
  apply({&change, 1});
}

void Store::apply(std::span<const Change> changes, std::vector<Unusable>* unusable) {
  const std::lock_guard guard(write_lock_);
  const auto before = snapshot();
  std::vector<Prepared> prepared;
  prepared.reserve(changes.size());
  for (const auto& change : changes) {
    prepared.push_back({change.key, std::nullopt});
    Unusable* left = unusable ? &unusable->emplace_back() : nullptr;
    if (change.offer)
      prepared.back().facts =
          to_facts(*change.offer, change.key, *before->catalogue, *communes_, interner_, left);
  }
  publish(with(*before, prepared, interner_.dictionary()));
  if (compacting_)
    meanwhile_.insert(meanwhile_.end(), prepared.begin(), prepared.end());
  else if (compaction_due(*snapshot()))
    start_compaction();
}

std::shared_ptr<const Snapshot> Store::with(const Snapshot& before,
                                            std::span<const Prepared> changes,
                                            std::shared_ptr<const Dictionary> dictionary) const {
  std::unordered_map<OfferKey, const Prepared*> last;  // of several changes of one offer
  for (const auto& change : changes) last[change.key] = &change;

  auto after = std::make_shared<Snapshot>(before);
  after->dictionary = std::move(dictionary);
  ++after->version;
  std::vector<Row> rows;
  std::vector<OwnSkill> skills;
  rows.reserve(before.recent->rows().size() + last.size());
  for (const auto& row : before.recent->rows())
    if (!last.contains(row.key)) append(rows, skills, row, before.recent->skills_of(row));
  const size_t sorted = rows.size();
  auto dead = std::make_shared<std::vector<uint64_t>>(*before.dead);
  for (const auto& [key, change] : last) {
    if (change->facts) append(rows, skills, change->facts->row, change->facts->skills);
    const auto* old = before.main->find(key);
    if (!old) continue;
    const auto index = static_cast<size_t>(old - before.main->rows().data());
    auto& word = (*dead)[index >> 6];
    const uint64_t bit = uint64_t(1) << (index & 63);
    after->dead_count += !(word & bit);
    word |= bit;
  }
  after->dead = std::move(dead);
  after->recent = std::make_shared<Block>(Block::build(
      std::move(rows), skills, *after->dictionary, before.catalogue->occupations().size(), sorted));
  return after;
}

bool Store::compaction_due(const Snapshot& snapshot) const {
  return snapshot.recent->rows().size() > kRecentMax ||
         snapshot.dead_count > kRecentMax + snapshot.main->rows().size() / kDeadShare;
}

void Store::start_compaction() {
  if (compaction_.joinable()) compaction_.join();  // finished: compacting_ says so
  compacting_ = true;
  compaction_ = std::jthread([this] { compact(); });
}

std::shared_ptr<const Snapshot> Store::compacted(const Snapshot& before) const {
  std::vector<Row> rows;
  std::vector<OwnSkill> skills;
  rows.reserve(before.offers());
  for (uint32_t i = 0; i < before.main->rows().size(); ++i) {
    const auto& row = before.main->rows()[i];
    if (!before.is_dead(i)) append(rows, skills, row, before.main->skills_of(row));
  }
  const size_t sorted = rows.size();
  for (const auto& row : before.recent->rows())
    append(rows, skills, row, before.recent->skills_of(row));
  const auto occupations = before.catalogue->occupations().size();
  auto after = std::make_shared<Snapshot>(before);
  after->main = std::make_shared<Block>(
      Block::build(std::move(rows), skills, *before.dictionary, occupations, sorted));
  after->recent = std::make_shared<Block>(Block::build({}, {}, *before.dictionary, occupations));
  after->dead = no_dead(after->main->rows().size());
  after->dead_count = 0;
  return after;
}

void Store::compact() {
  const auto base = snapshot();
  auto after = compacted(*base);
  const std::lock_guard guard(write_lock_);
  const auto now = snapshot();
  if (!meanwhile_.empty()) after = with(*after, meanwhile_, now->dictionary);
  auto next = std::make_shared<Snapshot>(*after);
  next->version = now->version;
  next->dictionary = now->dictionary;
  publish(std::move(next));
  meanwhile_.clear();
  compacting_ = false;
}

void Store::settle() {
  for (;;) {
    std::jthread running;
    {
      const std::lock_guard guard(write_lock_);
      running = std::move(compaction_);
      const auto now = snapshot();
      if (!running.joinable() && now->recent->rows().empty() && now->dead_count == 0) return;
      if (!running.joinable()) start_compaction();
    }
    if (running.joinable()) running.join();
  }
}

void Store::Load::add(OfferKey key, const Offer& offer) {
  const auto catalogue = store_.snapshot()->catalogue;
  if (const auto facts = to_facts(offer, key, *catalogue, *store_.communes_, interner_))
    append(rows_, skills_, facts->row, facts->skills);
}

void Store::Load::commit() {
  const std::lock_guard guard(store_.write_lock_);
  const auto before = store_.snapshot();
  auto after = std::make_shared<Snapshot>(*before);
  store_.interner_ = std::move(interner_);
  after->dictionary = store_.interner_.dictionary();
  after->main = std::make_shared<Block>(Block::build(std::move(rows_), skills_, *after->dictionary,
                                                     before->catalogue->occupations().size()));
  after->recent = std::make_shared<Block>(
      Block::build({}, {}, *after->dictionary, before->catalogue->occupations().size()));
  after->dead = no_dead(after->main->rows().size());
  after->dead_count = 0;
  ++after->version;
  store_.publish(std::move(after));
}

}  // namespace aksis::matching
