#include "audit/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "audit/purge.hpp"
#include "audit/snapshot.hpp"

namespace aksis::audit {
namespace {

using storage::Row;
using storage::Transaction;
using Steady = std::chrono::steady_clock;

constexpr int64_t kChunk = 2000;  // entries a read transaction: the log goes on beside it

class Verifier {
 public:
  Verifier(storage::Database& database, const SigningKey& key) : database_(database), key_(key) {}

  Result<Verification> run(const std::optional<std::string>& witness,
                           const std::function<bool(int64_t, int64_t)>& go_on) {
    const auto start = Steady::now();
    AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
      out_ = {};
      AKSIS_ASSIGN(read, read_snapshot(tx, key_, reporter()));
      snapshot_ = std::move(read);
      return {};
    }));
    if (witness) add_witness(snapshot_, key_, *witness, reporter());
    compare_roots();
    for (bool more = true; more;) {
      if (go_on && !go_on(expected_, snapshot_.size))
        return said(Code::cancelled,
                    fmt::format("the verification was stopped after {} of {} entries", expected_,
                                snapshot_.size),
                    fmt::format("La vérification a été arrêtée après {} entrées sur {}.", expected_,
                                snapshot_.size));
      AKSIS_TRY(database_.read([&](Transaction& tx) { return look_at_some(tx, more); }));
    }
    missing_leaves(expected_, snapshot_.size);
    AKSIS_TRY(database_.read([&](Transaction& tx) { return later_purges(tx); }));
    finish();
    out_.seconds = std::chrono::duration<double>(Steady::now() - start).count();
    return std::move(out_);
  }

 private:
  Report reporter() {
    return [this](std::string place, std::string what) {
      ++out_.findings_total;
      if (out_.findings.size() < kFindingsMax)
        out_.findings.push_back({std::move(place), std::move(what)});
    };
  }
  void report(std::string place, std::string what) {
    reporter()(std::move(place), std::move(what));
  }

  // By rows that are there, not by numbers: a forged size must not cost an age.
  Status look_at_some(Transaction& tx, bool& more) {
    int64_t rows = 0;
    AKSIS_TRY(tx.query(
        fmt::format("SELECT {}, l.idx, l.hash, e.filed FROM core_audit_leaf l LEFT JOIN "
                    "core_audit_entry e ON e.idx = l.idx WHERE l.idx >= $1 AND l.idx < $2 ORDER BY "
                    "l.idx LIMIT $3",
                    kEntryColumns),
        {expected_, snapshot_.size, kChunk}, [&](const Row& row) -> Status {
          const int64_t index = row.integer(kEntryColumnCount);
          ++rows;
          missing_leaves(expected_, index);
          expected_ = index + 1;
          return one(row, index);
        }));
    more = rows == kChunk;
    return {};
  }

  void missing_leaves(int64_t first, int64_t end) {
    if (first >= end) return;
    broken_ = true;
    report(fmt::format("leaf {}", first),
           end - first == 1 ? "it was deleted"
                            : fmt::format("it and {} after it were deleted", end - first - 1));
  }

  Status one(const Row& row, int64_t index) {
    const auto leaf = parse_hash(row.text(kEntryColumnCount + 1));
    ++out_.entries;
    if (!leaf) {
      broken_ = true;
      report(fmt::format("leaf {}", index), "it is no hash");
      return {};
    }
    if (row.is_null(0))
      absent(index);
    else
      present(entry_of(row), *leaf);
    // An entry filed late is filed by now, or it would be found by nobody who looks for its person.
    if (!row.is_null(0) && index < snapshot_.filed && row.integer(kEntryColumnCount + 2) != 1)
      report(fmt::format("entry {}", index), "it was taken out of the index of people and actors");
    if (broken_) return {};
    AKSIS_TRY(tree_.push(*leaf, [&](int level, int64_t at, const Hash& hash) -> Status {
      compare_node(level, at, hash);
      return {};
    }));
    compare_roots();
    return {};
  }

  void absent(int64_t index) {
    if (!absent_.empty() && absent_.back().second + 1 == index)
      absent_.back().second = index;
    else
      absent_.emplace_back(index, index);
  }

  void present(const Numbered& row, const Hash& leaf) {
    if (leaf_hash(canonical(row.entry)) != leaf)
      return report(fmt::format("entry {}", row.index), "it is not what its leaf was made of");
    if (row.entry.kind != kPurgeKind) return;
    const auto ranges = parse_purge_object(row.entry.object);
    const bool earlier = ranges && std::all_of(ranges->begin(), ranges->end(), [&](auto& range) {
                           return range.second < row.index;
                         });
    const auto place = fmt::format("entry {}", row.index);
    if (!earlier) return report(place, "it is no purge of earlier ones");
    if (!key_.signed_purge(row.entry.object, row.entry.details))
      return report(place, "it says it purged, and the key did not sign that");
    evidence_.insert(evidence_.end(), ranges->begin(), ranges->end());
  }

  void compare_node(int level, int64_t index, const Hash& hash) {
    const auto place = fmt::format("node {}/{}", level, index);
    const auto stored = snapshot_.nodes.find({level, index});
    if (stored == snapshot_.nodes.end()) return report(place, "it was deleted");
    if (stored->second != bytes_of(hash)) report(place, "it is not the hash of its leaves");
    snapshot_.nodes.erase(stored);
  }

  // Of one source only the first: all after it differ too.
  void compare_roots() {
    const auto& roots = snapshot_.roots;
    for (; next_root_ < roots.size() && roots[next_root_].said.size <= tree_.size(); ++next_root_) {
      const auto& expected = roots[next_root_];
      if (expected.said.size < tree_.size()) continue;
      auto& reported = expected.witness ? witness_differs_ : checkpoint_differs_;
      if (expected.said.root == tree_.root())
        ++(expected.witness ? out_.witnessed : out_.checkpoints);
      else if (!std::exchange(reported, true))
        report(
            expected.place,
            fmt::format("the first {} entries are not those it was signed over: one was changed, "
                        "deleted, inserted or moved",
                        expected.said.size));
    }
  }

  // What was purged while this ran has its evidence after what this looked at.
  Status later_purges(Transaction& tx) {
    return tx.query(fmt::format("SELECT {}, l.idx, l.hash FROM core_audit_entry e JOIN "
                                "core_audit_leaf l ON l.idx = e.idx WHERE e.kind = $1 AND e.idx "
                                ">= $2 ORDER BY e.idx",
                                kEntryColumns),
                    {kPurgeKind, snapshot_.size}, [&](const Row& row) -> Status {
                      if (const auto leaf = parse_hash(row.text(kEntryColumnCount + 1)))
                        present(entry_of(row), *leaf);
                      return {};
                    });
  }

  void finish() {
    out_.root = tree_.root();
    out_.uncheckpointed = snapshot_.size - snapshot_.checkpointed;
    if (!broken_ && snapshot_.frontier != tree_.bytes())
      report("state", "its frontier is not that of the leaves");
    if (!broken_)
      for (const auto& [node, hash] : snapshot_.nodes)
        report(fmt::format("node {}/{}", node.first, node.second), "it was inserted");
    check_absent();
  }

  void check_absent() {
    std::sort(evidence_.begin(), evidence_.end());
    size_t at = 0;
    for (const auto& [first, last] : absent_) {
      int64_t index = first;
      while (index <= last) {
        while (at < evidence_.size() && evidence_[at].second < index) ++at;
        const bool covered = at < evidence_.size() && evidence_[at].first <= index;
        // Up to where this is so.
        int64_t end = last;
        if (covered)
          end = std::min(last, evidence_[at].second);
        else if (at < evidence_.size())
          end = std::min(last, evidence_[at].first - 1);
        if (covered)
          out_.purged += end - index + 1;
        else
          report(fmt::format("entry {}", index),
                 fmt::format("{} deleted without a purge that says so",
                             end == index ? "it was" : fmt::format("it and all to {} were", end)));
        index = end + 1;
      }
    }
  }

  storage::Database& database_;
  const SigningKey& key_;
  Snapshot snapshot_;
  Frontier tree_;
  Verification out_;
  std::vector<Range> absent_, evidence_;
  int64_t expected_ = 0;  // the next leaf
  size_t next_root_ = 0;
  bool broken_ = false;  // a leaf is missing: nothing can be said of the tree after it
  bool checkpoint_differs_ = false, witness_differs_ = false;
};

}  // namespace

Result<Verification> verify(storage::Database& database, const SigningKey& key,
                            const std::optional<std::string>& witness_file,
                            const std::function<bool(int64_t, int64_t)>& go_on) {
  return Verifier(database, key).run(witness_file, go_on);
}

}  // namespace aksis::audit
