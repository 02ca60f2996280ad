// A real file, changed by somebody who may write its SQL and has not the key: every change is found
// and named with its place. Some know the format and make hashes and state fit again.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "audit/holds.hpp"
#include "audit/purge.hpp"
#include "audit/verify.hpp"
#include "bench.hpp"

using namespace aksis;
using namespace aksis::audit;
using storage::Blob;
using storage::Database;
using storage::Transaction;

namespace {

namespace fs = std::filesystem;

// Leaves, nodes, size and frontier as the entries now say; signatures cannot be made.
Status refit(Transaction& tx) {
  std::vector<std::pair<int64_t, Hash>> leaves;
  AKSIS_TRY(tx.query(fmt::format("SELECT {}, l.idx, l.hash FROM core_audit_leaf l LEFT JOIN "
                                 "core_audit_entry e ON e.idx = l.idx ORDER BY l.idx",
                                 kEntryColumns),
                     {}, [&](const storage::Row& row) -> Status {
                       leaves.emplace_back(row.integer(16),
                                           row.is_null(0)
                                               ? *parse_hash(row.text(17))
                                               : leaf_hash(canonical(entry_of(row).entry)));
                       return {};
                     }));
  AKSIS_TRY(tx.execute("DELETE FROM core_audit_node", {}));
  Frontier tree;
  for (const auto& [index, hash] : leaves) {
    AKSIS_TRY(tx.execute("UPDATE core_audit_leaf SET hash = $1 WHERE idx = $2",
                         {Blob(hash.begin(), hash.end()), index}));
    AKSIS_TRY(tree.push(hash, [&](int level, int64_t at, const Hash& node) -> Status {
      AKSIS_TRY(tx.execute("INSERT INTO core_audit_node (level, idx, hash) VALUES ($1, $2, $3)",
                           {int64_t{level}, at, Blob(node.begin(), node.end())}));
      return {};
    }));
  }
  const auto bytes = tree.bytes();
  AKSIS_TRY(tx.execute("UPDATE core_audit_state SET size = $1, frontier = $2",
                       {tree.size(), Blob(bytes.begin(), bytes.end())}));
  return {};
}

using Change = std::function<Status(Transaction&)>;
struct Mutant {
  std::string name;
  Change change;
  std::string place;  // where the finding must be; empty: anywhere
};

Change sql(std::vector<std::string> statements, bool fits = false) {
  return [=](Transaction& tx) -> Status {
    for (const auto& statement : statements) AKSIS_TRY(tx.execute(statement, {}));
    return fits ? refit(tx) : Status();
  };
}

Change insert_at(int64_t index, bool fits) {
  return [=](Transaction& tx) -> Status {
    // Through negative numbers: an update in place would meet its neighbour.
    for (const auto* table : {"core_audit_entry", "core_audit_leaf"}) {
      AKSIS_TRY(tx.execute(
          fmt::format("UPDATE {} SET idx = -idx - 2 WHERE idx >= {}", table, index), {}));
      AKSIS_TRY(tx.execute(fmt::format("UPDATE {} SET idx = -idx - 1 WHERE idx < 0", table), {}));
    }
    auto forged = sample(4321);
    forged.salt = std::string(kSaltBytes, 'f');
    const auto hash = leaf_hash(canonical(forged));
    AKSIS_TRY(tx.execute("INSERT INTO core_audit_leaf (idx, hash) VALUES ($1, $2)",
                         {index, Blob(hash.begin(), hash.end())}));
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_audit_entry SELECT $1, $2, kind, 'account:forged', on_behalf_of, "
        "operation, module, person, object, relation, reason, request_id, session, outcome, "
        "details, salt, filed FROM core_audit_entry WHERE idx = 704",
        {index, forged.at}));
    return fits ? refit(tx) : Status();
  };
}

Change remove_at(int64_t first, int64_t last, bool close_the_gap, bool fits) {
  const auto shift = last - first + 1;
  std::vector<std::string> out;
  for (const std::string table : {"core_audit_entry", "core_audit_leaf"}) {
    out.push_back(fmt::format("DELETE FROM {} WHERE idx BETWEEN {} AND {}", table, first, last));
    if (!close_the_gap) continue;
    out.push_back(fmt::format("UPDATE {} SET idx = -idx - 1 WHERE idx > {}", table, last));
    out.push_back(fmt::format("UPDATE {} SET idx = -idx - 1 - {} WHERE idx < 0", table, shift));
  }
  return sql(out, fits);
}

Change swap(int64_t a, int64_t b, bool leaves, bool fits) {
  std::vector<std::string> out;
  for (const std::string table : {"core_audit_entry", "core_audit_leaf"}) {
    if (table == "core_audit_leaf" && !leaves) continue;
    for (const auto& [from, to] : {std::pair(a, int64_t{-1}), {b, a}, {int64_t{-1}, b}})
      out.push_back(fmt::format("UPDATE {} SET idx = {} WHERE idx = {}", table, to, from));
  }
  return sql(out, fits);
}

// 300 entries, checkpoint, 300, checkpoint, a purge with a hold, 100, checkpoint, 5.
struct World {
  Bench bench;
  std::string witness;
  std::string older[2];  // copies of the file as it was at the first two checkpoints
  int made = 0;

  World() {
    bench.fill(300);
    grow_checkpoint(0);
    bench.fill(300);
    grow_checkpoint(1);
    REQUIRE_OK(bench.database->write([&](Transaction& tx) -> Status {
      AKSIS_TRY(hold(tx, {.first = 40, .last = 44, .reason = "r", .made_by = "m"}, bench.clock));
      Entry evidence;
      evidence.operation = "audit.purge";
      AKSIS_TRY(purge_some(tx, sample(100).at, {}, evidence, bench.key));
      return {};
    }));
    bench.fill(100);
    witness += bench.checkpoint()->note;
    bench.fill(5);
    bench.file(256);
    bench.database.reset();
  }
  void grow_checkpoint(int number) {
    witness += bench.checkpoint()->note;
    bench.database.reset();
    older[number] = bench.scratch.path("older" + std::to_string(number));
    fs::copy_file(bench.scratch.path(), older[number]);
    bench.database = bench.scratch.open();
  }
  Verification verified(const std::string& file, const Change& change, bool with_witness) {
    const auto path = bench.scratch.path("mutant" + std::to_string(++made));
    fs::copy_file(file, path);
    storage::Options options;
    options.path = path;
    options.reader_count = 1;
    auto database = bench.scratch.open(options);
    if (change) REQUIRE_OK(database->write(change, nullptr, true));
    auto out =
        verify(*database, bench.key, with_witness ? std::optional(witness) : std::nullopt, {});
    REQUIRE_OK(out);
    database.reset();
    fs::remove(path);
    return *out;
  }
};

void add_flips(std::vector<Mutant>& out) {
  const auto flip = [&](int64_t index, const std::string& column, const std::string& to) {
    out.push_back({fmt::format("{} of entry {}", column, index),
                   sql({fmt::format("UPDATE core_audit_entry SET {} = {} WHERE idx = {}", column,
                                    to, index)}),
                   fmt::format("entry {}", index)});
  };
  for (const int64_t index : {42, 100, 299, 300, 599, 600, 699, 705}) {
    flip(index, "at", "at + 1");
    for (const auto* column : {"kind", "actor", "on_behalf_of", "operation", "module", "person",
                               "object", "relation", "reason", "request_id", "session", "outcome"})
      flip(index, column, fmt::format("{} || 'x'", column));
    flip(index, "salt", "details");
    flip(index, "details", "salt");
  }
  for (const int64_t index : {0, 10, 41, 255, 256, 599, 700, 705})
    out.push_back({fmt::format("leaf {}", index),
                   sql({fmt::format("UPDATE core_audit_leaf SET hash = (SELECT hash FROM "
                                    "core_audit_leaf WHERE idx = 500) WHERE idx = {}",
                                    index)}),
                   ""});
  // A field's end moved into the next: the same letters, another meaning.
  out.push_back({"letters moved between fields",
                 sql({"UPDATE core_audit_entry SET kind = 'rea', actor = 'd' || actor WHERE idx = "
                      "301"}),
                 "entry 301"});
  for (const int64_t index : {43, 150, 299, 300, 450, 600, 650, 700})
    out.push_back({fmt::format("entry {} and all hashes", index),
                   sql({fmt::format("UPDATE core_audit_entry SET actor = 'account:other' WHERE "
                                    "idx = {}",
                                    index)},
                       true),
                   index < 300   ? "checkpoint 1"
                   : index < 600 ? "checkpoint 2"
                                 : "checkpoint 3"});
}

void add_moves(std::vector<Mutant>& out) {
  for (const int64_t at : {42, 100, 299, 300, 598, 601, 690, 704}) {
    const auto name = std::to_string(at);
    out.push_back({"payload deleted " + name,
                   sql({"DELETE FROM core_audit_entry WHERE idx = " + name}), "entry " + name});
    out.push_back({"leaf deleted " + name, sql({"DELETE FROM core_audit_leaf WHERE idx = " + name}),
                   "leaf " + name});
    out.push_back({"both deleted " + name, remove_at(at, at, false, false), "leaf " + name});
    out.push_back({"deleted, gap closed " + name, remove_at(at, at, true, false), ""});
    out.push_back({"inserted " + name, insert_at(at, false), ""});
    out.push_back({"swapped payloads " + name, swap(at, at + 1, false, false), "entry " + name});
    out.push_back({"swapped " + name, swap(at, at - 1, true, false), ""});
    if (at >= 700) continue;
    out.push_back({"deleted, all fits " + name, remove_at(at, at, true, true), ""});
    out.push_back({"inserted, all fits " + name, insert_at(at, true), ""});
    out.push_back({"swapped, all fits " + name, swap(at, at + 1, true, true), ""});
  }
  out.push_back({"an entry more", insert_at(706, false), "leaf 706"});
  out.push_back({"a range", remove_at(200, 260, true, true), ""});
  for (const int64_t first : {705, 701, 700, 650, 300, 1})
    out.push_back({fmt::format("truncated at {}", first), remove_at(first, 705, false, false),
                   fmt::format("leaf {}", first)});
  for (const int64_t first : {700, 650, 300, 1})
    out.push_back({fmt::format("truncated at {}, all fits", first),
                   remove_at(first, 705, false, true), "checkpoint"});
}

void add_records(std::vector<Mutant>& out) {
  const auto add = [&](const std::string& statement, const std::string& place = "") {
    out.push_back({statement, sql({statement}), place});
  };
  for (const auto* change :
       {"size = size + 1", "size = size - 1", "size = 9000000000000000", "size = -4",
        "frontier = NULL", "checkpointed = 600", "checkpoints = 2", "checkpoints = 4", "size = 0"})
    add(std::string("UPDATE core_audit_state SET ") + change);
  add("DELETE FROM core_audit_state", "state");
  add("INSERT INTO core_audit_state SELECT 2, size, checkpointed, checkpoints, frontier, "
      "filed FROM core_audit_state",
      "state");
  for (const std::string number : {"1", "2", "3"}) {
    const auto where = " WHERE number = " + number, place = "checkpoint " + number;
    add("UPDATE core_audit_checkpoint SET size = size - 1" + where, place);
    add("UPDATE core_audit_checkpoint SET note = 'x' || note" + where, place);
    add("UPDATE core_audit_checkpoint SET note = note || 'x'" + where, place);
    add("UPDATE core_audit_checkpoint SET note = ''" + where, place);
    add("DELETE FROM core_audit_checkpoint" + where);
    add("UPDATE core_audit_checkpoint SET number = number + 10" + where);
  }
  add("UPDATE core_audit_checkpoint SET note = (SELECT note FROM core_audit_checkpoint WHERE "
      "number = 1) WHERE number = 2");
  add("INSERT INTO core_audit_checkpoint SELECT 4, size, note FROM core_audit_checkpoint WHERE "
      "number = 3",
      "checkpoint 4");
  add("UPDATE core_audit_node SET hash = (SELECT hash FROM core_audit_leaf WHERE idx = 3)",
      "node 8");
  add("DELETE FROM core_audit_node WHERE idx = 1", "node 8/1");
  add("INSERT INTO core_audit_node SELECT 8, 2, hash FROM core_audit_leaf WHERE idx = 3",
      "node 8/2");
  add("INSERT INTO core_audit_node SELECT 16, 0, hash FROM core_audit_leaf WHERE idx = 3",
      "node 16/0");
  add("INSERT INTO core_audit_witness (name, number, at) VALUES ('file', 9, 0)", "witness file");
  // Entries that a search by person or actor would no longer find.
  add("UPDATE core_audit_entry SET filed = 0 WHERE idx = 100", "entry 100");
  add("UPDATE core_audit_entry SET filed = 2 WHERE idx = 300", "entry 300");
  add("UPDATE core_audit_state SET filed = size", "entry 705");
  add("UPDATE core_audit_state SET filed = size + 1", "state");
  add("UPDATE core_audit_state SET filed = -1", "state");
  // The evidence of the purge.
  add("DELETE FROM core_audit_entry WHERE kind = 'purge'");
  add("UPDATE core_audit_entry SET object = 'entries 0-600' WHERE kind = 'purge'", "entry 600");
  out.push_back({"a purge said to be wider",
                 sql({"UPDATE core_audit_entry SET object = 'entries 0-100' WHERE kind = 'purge'",
                      "DELETE FROM core_audit_entry WHERE idx BETWEEN 40 AND 44"},
                     true),
                 "checkpoint 3"});
  out.push_back({"a purge forged at the end",
                 [](Transaction& tx) -> Status {
                   AKSIS_TRY(tx.execute("DELETE FROM core_audit_entry WHERE idx = 650", {}));
                   auto forged = sample(1);
                   forged.kind = kPurgeKind;
                   forged.object = purge_object({{650, 650}});
                   forged.details = std::string(64, 's');
                   AKSIS_TRY(append(tx, forged));
                   return {};
                 },
                 "entry 650"});
  out.push_back({"held entries deleted",
                 sql({"DELETE FROM core_audit_entry WHERE idx BETWEEN 40 AND 44"}), "entry 40"});
}

}  // namespace

TEST_CASE("two hundred mutants of a database file, all found and placed") {
  World world;
  const auto sound = world.verified(world.bench.scratch.path(), {}, true);
  for (const auto& finding : sound.findings) UNSCOPED_INFO(finding.place << ": " << finding.what);
  REQUIRE(sound.sound());
  CHECK(sound.entries == 706);
  CHECK(sound.purged == 95);
  CHECK(sound.checkpoints == 3);
  CHECK(sound.witnessed == 3);
  CHECK(sound.uncheckpointed == 5);

  std::vector<Mutant> mutants;
  add_flips(mutants);
  add_moves(mutants);
  add_records(mutants);
  std::set<std::string> names;
  for (const auto& mutant : mutants) {
    INFO(mutant.name);
    CHECK(names.insert(mutant.name).second);
    const auto found = world.verified(world.bench.scratch.path(), mutant.change, false);
    for (const auto& finding : found.findings) UNSCOPED_INFO(finding.place << ": " << finding.what);
    CHECK_FALSE(found.sound());
    CHECK(std::any_of(found.findings.begin(), found.findings.end(), [&](const auto& finding) {
      return !finding.place.empty() && finding.place.starts_with(mutant.place);
    }));
  }
  CHECK(names.size() >= 200);
}

TEST_CASE("an older file, and one cut back with its checkpoints, are found by the witness") {
  World world;
  const auto has = [](const Verification& found, std::string_view words) {
    for (const auto& finding : found.findings)
      if (finding.place.starts_with("witness") && finding.what.find(words) != std::string::npos)
        return true;
    return false;
  };
  for (const auto& older : world.older) {
    CHECK(world.verified(older, {}, false).sound());  // nothing in the file itself tells
    CHECK(has(world.verified(older, {}, true), "older file"));
    // It goes on from there, with the right key, until it is as long again.
    const auto regrown = [&](Transaction& tx) -> Status {
      for (int i = 0; i < 500; ++i) AKSIS_TRY(append(tx, sample(1000 + i)));
      AKSIS_TRY(make_checkpoint(tx, world.bench.key));
      return {};
    };
    CHECK(world.verified(older, regrown, false).sound());
    CHECK(has(world.verified(older, regrown, true), "not those it was signed over"));
  }
  for (const int64_t first : {300, 600}) {
    const auto cut = [&](Transaction& tx) -> Status {
      AKSIS_TRY(remove_at(first, 705, false, true)(tx));
      AKSIS_TRY(
          tx.execute(fmt::format("DELETE FROM core_audit_checkpoint WHERE size > {}", first), {}));
      AKSIS_TRY(
          tx.execute(fmt::format("UPDATE core_audit_state SET checkpointed = {}, checkpoints = {}",
                                 first, first / 300),
                     {}));
      return {};
    };
    CHECK(has(world.verified(world.bench.scratch.path(), cut, true), "older file"));
  }
  const auto forget = sql({"DELETE FROM core_audit_checkpoint WHERE number = 3",
                           "UPDATE core_audit_state SET checkpointed = 600, checkpoints = 2"});
  CHECK(has(world.verified(world.bench.scratch.path(), forget, true), "no longer has"));
  world.witness[world.witness.size() / 2] ^= 1;
  CHECK_FALSE(world.verified(world.bench.scratch.path(), {}, true).sound());
}

TEST_CASE("verifying can be stopped and says how far it is") {
  Bench bench;
  bench.fill(4500);
  std::vector<int64_t> seen;
  const auto stopped = verify(*bench.database, bench.key, std::nullopt, [&](int64_t done, int64_t) {
    seen.push_back(done);
    return done < 2000;
  });
  CHECK(stopped.error().code == Code::cancelled);
  CHECK(seen == std::vector<int64_t>{0, 2000});
}

TEST_CASE("what is purged while the log is verified is no deletion") {
  Bench bench;
  bench.fill(4500);
  bench.checkpoint();
  const auto found = verify(*bench.database, bench.key, std::nullopt, [&](int64_t done, int64_t) {
    if (done != 2000) return true;
    REQUIRE_OK(bench.database->write([&](Transaction& tx) -> Status {
      PurgeCursor after{0, -1};
      for (int i = 0; i < 3; ++i) {
        AKSIS_ASSIGN(some, purge_some(tx, sample(5000).at, after, Entry(), bench.key));
        after = some.next;
      }
      return {};
    }));
    return true;
  });
  REQUIRE_OK(found);
  CHECK(found->sound());
  CHECK(found->purged == 1000);  // the third thousand; the first two were seen before
}
