#include "audit/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace aksis::audit {
namespace {

using storage::Row;
using storage::Transaction;

constexpr int64_t kStrayMax = 100;
constexpr size_t kNoteLines = 5;

struct StateRow {
  int64_t rows = 0, checkpoints = 0;
};

Status read_state_row(Transaction& tx, Snapshot& out, StateRow& state) {
  return tx.query(
      "SELECT size, checkpointed, checkpoints, frontier, filed FROM core_audit_state ORDER BY id",
      {}, [&](const Row& row) -> Status {
        ++state.rows;
        out.size = row.integer(0);
        out.checkpointed = row.integer(1);
        state.checkpoints = row.integer(2);
        out.frontier = row.text(3);
        out.filed = row.integer(4);
        return {};
      });
}

// Leaves and entries that the state does not count, or that lack each other.
Status report_strays(Transaction& tx, const Snapshot& snapshot, const Report& report) {
  AKSIS_TRY(tx.query(
      "SELECT idx FROM core_audit_leaf WHERE idx < 0 OR idx >= $1 ORDER BY idx LIMIT $2",
      {snapshot.size, kStrayMax}, [&](const Row& row) -> Status {
        report(fmt::format("leaf {}", row.integer(0)),
               fmt::format("the log has {} entries: this one was inserted, or the state was set "
                           "back",
                           snapshot.size));
        return {};
      }));
  return tx.query(
      "SELECT e.idx FROM core_audit_entry e LEFT JOIN core_audit_leaf l ON l.idx = e.idx WHERE "
      "l.idx IS NULL ORDER BY e.idx LIMIT $1",
      {kStrayMax}, [&](const Row& row) -> Status {
        report(fmt::format("entry {}", row.integer(0)),
               "it has no leaf: it was inserted, or its leaf was deleted");
        return {};
      });
}

Status read_nodes(Transaction& tx, Snapshot& out) {
  return tx.query("SELECT level, idx, hash FROM core_audit_node ORDER BY level, idx", {},
                  [&](const Row& row) -> Status {
                    out.nodes[{row.integer(0), row.integer(1)}] = row.text(2);
                    return {};
                  });
}

void check_one(const StoredCheckpoint& one, int64_t number, int64_t size_before,
               const SigningKey& key, Snapshot& out, const Report& report) {
  const auto place = fmt::format("checkpoint {}", one.number);
  if (one.number != number)
    report(fmt::format("checkpoint {}", number),
           fmt::format("it is missing: {} follows on {}", one.number, number - 1));
  auto said = key.opened(one.note);
  if (!said) return report(place, said.error().message);
  if (said->size != one.size)
    report(place,
           fmt::format("it is filed under {} entries and signed for {}", one.size, said->size));
  if (said->size <= size_before) report(place, "it does not grow on the one before");
  if (said->size > out.size)
    report(place, fmt::format("it was signed over {} entries and the log has {}: it was truncated",
                              said->size, out.size));
  out.roots.push_back({*said, place});
}

Status read_checkpoints(Transaction& tx, const StateRow& state, const SigningKey& key,
                        Snapshot& out, const Report& report) {
  int64_t number = 0, size = 0;
  AKSIS_TRY(tx.query(
      "SELECT number, size, note FROM core_audit_checkpoint ORDER BY number", {},
      [&](const Row& row) -> Status {
        const StoredCheckpoint one{row.integer(0), row.integer(1), std::string(row.text(2))};
        check_one(one, number + 1, size, key, out, report);
        number = one.number;
        size = one.size;
        return {};
      }));
  if (state.rows == 1 && (number != state.checkpoints || size != out.checkpointed))
    report("state", fmt::format("it says {} checkpoints over {} entries; there are {} over {}",
                                state.checkpoints, out.checkpointed, number, size));
  return tx.query(
      "SELECT name, number FROM core_audit_witness WHERE number > $1 OR number < 0 "
      "ORDER BY name",
      {number}, [&](const Row& row) -> Status {
        report(
            fmt::format("witness {}", row.text(0)),
            fmt::format("it is said to hold checkpoint {}, which does not exist", row.integer(1)));
        return {};
      });
}

void sort_roots(Snapshot& snapshot) {
  std::stable_sort(snapshot.roots.begin(), snapshot.roots.end(),
                   [](const auto& a, const auto& b) { return a.said.size < b.said.size; });
}

}  // namespace

Result<Snapshot> read_snapshot(Transaction& tx, const SigningKey& key, const Report& report) {
  Snapshot out;
  StateRow state;
  AKSIS_TRY(read_state_row(tx, out, state));
  if (state.rows != 1) {
    report("state", fmt::format("there are {} state rows, where one belongs", state.rows));
    AKSIS_TRY(tx.query("SELECT COALESCE(MAX(idx), -1) + 1 FROM core_audit_leaf", {},
                       [&](const Row& row) -> Status {
                         out.size = row.integer(0);
                         return {};
                       }));
  }
  if (out.filed < 0 || out.filed > out.size)
    report("state", fmt::format("it says {} of {} entries are filed", out.filed, out.size));
  AKSIS_TRY(report_strays(tx, out, report));
  AKSIS_TRY(read_nodes(tx, out));
  AKSIS_TRY(read_checkpoints(tx, state, key, out, report));
  sort_roots(out);
  return out;
}

void add_witness(Snapshot& snapshot, const SigningKey& key, const std::string& file,
                 const Report& report) {
  std::set<int64_t> own;
  for (const auto& root : snapshot.roots) own.insert(root.said.size);
  std::istringstream lines(file);
  std::string line, note;
  size_t count = 0, number = 0;
  const auto take = [&] {
    const auto place = fmt::format("witness {}", ++number);
    auto said = key.opened(note);
    note.clear();
    count = 0;
    if (!said) return report(place, said.error().message);
    if (said->size > snapshot.size)
      report(place, fmt::format("it saw {} entries and the log has {}: the log was truncated, or "
                                "an older file put in its place",
                                said->size, snapshot.size));
    else if (!own.contains(said->size))
      report(place, fmt::format("it holds a checkpoint of {} entries that the log no longer has",
                                said->size));
    snapshot.roots.push_back({*said, place, true});
  };
  while (std::getline(lines, line)) {
    note += line + "\n";
    if (++count == kNoteLines) take();
  }
  if (!note.empty()) take();
  sort_roots(snapshot);
}

}  // namespace aksis::audit
