// All open offers in memory: one large sorted block, a small one of recent changes, and marks on
// rows of the large one that no longer stand. Readers take a snapshot and are never waited for;
// changes come from one thread at a time (a lock sees to it) and show in the next snapshot.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "facts.hpp"

namespace aksis::matching {

// Neighbouring rows of one occupation and tile, all with or all without skills of their own,
// newest first, then by key.
struct Run {
  uint32_t begin = 0;
  Tile tile = 0;
  Day newest = kNoDay;
  OccupationIndex occupation = kNoOccupation;
  bool own = false;
};

// Immutable once built; any thread.
class Block {
 public:
  Block() = default;
  // `rows` index into `skills`; those before `sorted` are in order already.
  static Block build(std::vector<Row> rows, const std::vector<OwnSkill>& skills,
                     const Dictionary& dictionary, size_t occupations, size_t sorted = 0);

  const std::vector<Row>& rows() const { return rows_; }
  const std::vector<OwnSkill>& skills() const { return skills_; }
  std::span<const Run> runs(OccupationIndex occupation) const;
  uint32_t end(const Run& run) const { return (&run)[1].begin; }  // a last run closes the list
  std::span<const OwnSkill> skills_of(const Row& row) const {
    return {skills_.data() + row.skills_begin, row.skills_count};
  }
  const Row* find(OfferKey key) const;
  size_t bytes() const;

 private:
  void index_runs(const Dictionary& dictionary, size_t occupations);
  void index_keys();

  std::vector<Row> rows_;
  std::vector<OwnSkill> skills_;
  std::vector<Run> runs_;
  std::vector<uint32_t> occupation_runs_;  // first run of each occupation, and the end
  std::vector<uint32_t> by_key_;           // open addressing: row + 1, 0 = free
};

struct Snapshot {
  std::shared_ptr<const Catalogue> catalogue;
  std::shared_ptr<const Dictionary> dictionary;
  std::shared_ptr<const Block> main;
  std::shared_ptr<const Block> recent;
  std::shared_ptr<const std::vector<uint64_t>> dead;  // a bit for each row of main
  size_t dead_count = 0;
  uint64_t version = 0;

  bool is_dead(uint32_t row) const { return (*dead)[row >> 6] >> (row & 63) & 1; }
  size_t offers() const { return main->rows().size() - dead_count + recent->rows().size(); }
  // Where an offer stands; block is null when it does not.
  struct Found {
    const Block* block = nullptr;
    const Row* row = nullptr;
  };
  Found find(OfferKey key) const;
  size_t bytes() const;  // allocated
};

class Store {
 public:
  Store(std::shared_ptr<const Catalogue> catalogue, std::shared_ptr<const Communes> communes);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  std::shared_ptr<const Snapshot> snapshot() const;
  const std::shared_ptr<const Communes>& communes() const { return communes_; }

  // Puts or replaces (an offer) or takes out (nullopt). Visible when it returns. Offers whose
  // occupation is unknown are taken out; `unusable`, when given, gets one entry a change.
  struct Change {
    OfferKey key = 0;
    const Offer* offer = nullptr;
  };
  void apply(std::span<const Change> changes, std::vector<Unusable>* unusable = nullptr);
  void put(OfferKey key, const Offer& offer);
  void remove(OfferKey key);

  // Fills an empty store with many offers at once, keys all different.
  class Load {
   public:
    explicit Load(Store& store) : store_(store) {}
    void add(OfferKey key, const Offer& offer);
    void commit();

   private:
    Store& store_;
    Interner interner_;
    std::vector<Row> rows_;
    std::vector<OwnSkill> skills_;
  };

  size_t bytes() const;  // allocated for all offers

  // Waits for the tidying under way, and tidies what is left. For tests and measurements.
  void settle();

 private:
  struct Prepared {
    OfferKey key = 0;
    std::optional<Facts> facts;
  };
  std::shared_ptr<const Snapshot> with(const Snapshot& before, std::span<const Prepared> changes,
                                       std::shared_ptr<const Dictionary> dictionary) const;
  std::shared_ptr<const Snapshot> compacted(const Snapshot& before) const;
  bool compaction_due(const Snapshot& snapshot) const;
  void publish(std::shared_ptr<const Snapshot> snapshot);
  void start_compaction();
  void compact();

  std::shared_ptr<const Communes> communes_;
  mutable std::mutex snapshot_lock_;  // for the pointer alone
  std::shared_ptr<const Snapshot> snapshot_;
  mutable std::mutex write_lock_;
  Interner interner_;
  bool compacting_ = false;
  std::vector<Prepared> meanwhile_;  // changes made while a compaction runs
  std::jthread compaction_;
};

}  // namespace aksis::matching
