#include "audit/purge.hpp"

#include "audit/holds.hpp"
#include "audit/verify.hpp"
#include "bench.hpp"

using namespace aksis;
using namespace aksis::audit;
using storage::number;

namespace {

Purged purge(Bench& bench, Micros before, PurgeCursor after = {}) {
  Purged out;
  REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) -> Status {
    Entry evidence;
    evidence.at = bench.clock.now();
    evidence.actor = "host";
    evidence.operation = "audit.purge";
    AKSIS_ASSIGN(done, purge_some(tx, before, after, evidence, bench.key));
    out = done;
    return {};
  }));
  return out;
}

int64_t entries(Bench& bench) {
  return *number(*bench.database, "SELECT COUNT(*) FROM core_audit_entry WHERE kind <> 'purge'");
}

}  // namespace

TEST_CASE("the object of a purge is read as it was written, and nothing else is") {
  const std::vector<Range> ranges = {{0, 411}, {413, 413}, {900, 1000}};
  CHECK(purge_object(ranges) == "entries 0-411 413-413 900-1000");
  CHECK(parse_purge_object(purge_object(ranges)) == ranges);
  for (const auto* wrong : {"", "entries 1", "entries 2-1", "entries -1-2", "entries 1-2x",
                            "entries1-2", "rows 1-2", "entries 1-2  3-4"})
    if (std::string_view(wrong) != "") CHECK_FALSE(parse_purge_object(wrong));
}

TEST_CASE("what is old and signed loses its payload, and the log still verifies") {
  Bench bench;
  bench.fill(1500);
  bench.checkpoint();
  bench.fill(10);
  const auto before = sample(1505).at;
  const auto first = purge(bench, before);
  CHECK(first.count == kPurgeChunk);
  CHECK(first.more);
  const auto second = purge(bench, before, first.next);
  CHECK(second.count == 500);  // the five that no checkpoint covers stay
  CHECK_FALSE(second.more);
  CHECK(entries(bench) == 10);
  CHECK(purge(bench, before).count == 0);
  bench.checkpoint();
  const auto sound = verify(*bench.database, bench.key, std::nullopt, {});
  REQUIRE_OK(sound);
  CHECK(sound->sound());
  CHECK(sound->entries == 1512);
  CHECK(sound->purged == 1500);
  CHECK(sound->checkpoints == 2);
  // Evidence stays when its own time is over.
  CHECK(purge(bench, before + 10000 * kDay).count == 10);
  CHECK(*number(*bench.database, "SELECT COUNT(*) FROM core_audit_entry") == 3);
}

TEST_CASE("what is held stays until it is released") {
  Bench bench;
  bench.fill(100);
  bench.checkpoint();
  std::string id;
  REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) -> Status {
    AKSIS_ASSIGN(
        made, hold(tx, {.person = "person-3", .reason = "Plainte", .made_by = "x"}, bench.clock));
    id = made.id;
    AKSIS_TRY(hold(tx, {.first = 10, .last = 19, .reason = "Enqu\xC3\xAAte", .made_by = "x"},
                   bench.clock));
    CHECK_FALSE(hold(tx, {.reason = "r"}, bench.clock).ok());
    CHECK_FALSE(hold(tx, {.person = "p", .first = 1, .last = 2}, bench.clock).ok());
    CHECK_FALSE(hold(tx, {.first = 3, .last = 2}, bench.clock).ok());
    return {};
  }));
  const auto held = [&] {
    return *number(*bench.database,
                   "SELECT COUNT(*) FROM core_audit_entry WHERE person = 'person-3'");
  };
  const auto of_person = held();
  purge(bench, sample(1000).at);
  CHECK(held() == of_person);
  CHECK(*number(*bench.database,
                "SELECT COUNT(*) FROM core_audit_entry WHERE idx BETWEEN 10 AND 19") == 10);
  CHECK(verify(*bench.database, bench.key, std::nullopt, {})->sound());
  REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(release(tx, id, "y", bench.clock));
    CHECK(release(tx, id, "y", bench.clock).error().code == Code::conflict);
    CHECK(release(tx, "none", "y", bench.clock).error().code == Code::not_found);
    CHECK(list_holds(tx, false)->size() == 1);
    CHECK(list_holds(tx, true)->size() == 2);
    return {};
  }));
  purge(bench, sample(1000).at);
  CHECK(held() == *number(*bench.database,
                          "SELECT COUNT(*) FROM core_audit_entry WHERE person = "
                          "'person-3' AND idx BETWEEN 10 AND 19"));
  CHECK(verify(*bench.database, bench.key, std::nullopt, {})->sound());
}
