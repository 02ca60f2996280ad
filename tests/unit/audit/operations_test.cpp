#include <fmt/format.h>

#include <fstream>
#include <random>
#include <sstream>

#include "audit/search.hpp"
#include "operations_bench.hpp"

using namespace aksis;
using namespace aksis::audit;
using storage::number;

namespace {

constexpr int kFiled = 320;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

// Every page of a listing: the indexes or times in their order.
std::vector<int64_t> all_pages(OperationsBench& bench, const std::string& members, int limit) {
  std::vector<int64_t> out;
  std::string cursor;
  do {
    const auto page = bench.ok(
        "audit.search", fmt::format(R"({{"limit":{},"cursor":"{}"{}}})", limit, cursor, members));
    for (const auto& one : json::member(page, "entries")->GetArray())
      out.push_back(json::integer(one, "index"));
    cursor = json::text(page, "next");
  } while (!cursor.empty());
  return out;
}

}  // namespace

TEST_CASE("a search gives what a plain filter over all entries gives, page by page") {
  // None is filed under its person and actor yet, all are, and most are.
  const int count = GENERATE(300, int(kFiled), kFiled + 188);
  OperationsBench bench;
  bench.fill(count);
  bench.file(kFiled);
  REQUIRE(*number(*bench.database, "SELECT COUNT(*) FROM core_audit_entry WHERE filed = 1") ==
          count / kFiled * kFiled);
  std::mt19937 random(7);
  for (int turn = 0; turn < 60; ++turn) {
    const auto maybe = [&](const std::string& value) {
      return random() % 2 ? value : std::string();
    };
    const auto actor = maybe(fmt::format("account:{}", random() % 6));
    const auto person = maybe(fmt::format("person-{}", random() % 8));
    const auto kind = maybe(random() % 2 ? "read" : "alarm");
    const auto operation = maybe("people.update");
    const int from = int(random() % count), to = int(random() % count);
    const bool timed = random() % 2;
    std::string members = fmt::format(R"(,"actor":"{}","person":"{}","kind":"{}","operation":"{}")",
                                      actor, person, kind, operation);
    if (timed)
      members += fmt::format(R"(,"from":"{}","to":"{}")", iso_time(sample(from).at),
                             iso_time(sample(to).at));
    std::vector<int64_t> wanted;
    for (int i = count - 1; i >= 0; --i) {
      const auto one = sample(i);
      const auto fits = [](const std::string& asked, const std::string& value) {
        return asked.empty() || asked == value;
      };
      if (fits(actor, one.actor) && fits(person, one.person) && fits(kind, one.kind) &&
          fits(operation, one.operation) && (!timed || (i >= from && i < to)))
        wanted.push_back(i);
    }
    CHECK(all_pages(bench, members, 1 + int(random() % 40)) == wanted);
  }
  CHECK(bench.call("audit.search", R"({"cursor":"1.x"})").code() == Code::invalid);
  CHECK(bench.call("audit.search", R"({"from":"2026-02-30"})").code() == Code::invalid);
  CHECK(bench.call("audit.search", R"({})", true, {"people.read"}).code() == Code::forbidden);
}

TEST_CASE("entries of one moment are paged without loss") {
  OperationsBench bench;
  REQUIRE_OK(bench.database->write([](storage::Transaction& tx) -> Status {
    auto one = sample(1);
    for (int i = 0; i < 25; ++i) AKSIS_TRY(append(tx, one));
    return {};
  }));
  CHECK(all_pages(bench, "", 4).size() == 25);
}

TEST_CASE("times are days or seconds in UTC") {
  CHECK(parse_time("1970-01-02", false) == kDay);
  CHECK(parse_time("1970-01-02", true) == 2 * kDay);
  CHECK(parse_time("1970-01-01T01:02:03Z", true) == kHour + 2 * kMinute + 3 * kSecond);
  for (const auto* wrong : {"", "1970", "1970-13-01", "2025-02-29", "1970-01-01 01:02:03",
                            "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-1-1"})
    CHECK_FALSE(parse_time(wrong, false));
}

TEST_CASE("a person's access history says who, when and why, and nothing of the content") {
  OperationsBench bench;
  bench.fill(50);
  const auto page = bench.ok("people.access_history", R"({"person":"person-3","limit":200})");
  const auto& accesses = *json::member(page, "accesses");
  int count = 0;
  for (int i = 0; i < 50; ++i) count += sample(i).person == "person-3";
  CHECK(int(accesses.Size()) == count);
  for (const auto& one : accesses.GetArray()) {
    CHECK(json::text(one, "actor").starts_with("account:"));
    CHECK_FALSE(json::member(one, "details"));
    CHECK_FALSE(json::member(one, "session"));
  }
  CHECK(bench.call("people.access_history", R"({"person":""})").code() == Code::invalid);
  CHECK(bench.registry.find("people.access_history")->subject == "person");
  CHECK(bench.registry.find("audit.search")->subject.empty());
}

TEST_CASE("checkpoints, status and proofs are operations") {
  OperationsBench bench;
  bench.fill(300);
  CHECK(bench.call("audit.proof", R"({"index":3})").code() == Code::invalid);  // nothing signed yet
  CHECK(json::boolean(bench.ok("audit.checkpoint"), "made"));
  CHECK_FALSE(json::boolean(bench.ok("audit.checkpoint"), "made"));
  bench.fill(20);
  const auto status = bench.ok("audit.status");
  CHECK(json::integer(status, "size") == 320);
  CHECK(json::integer(status, "waiting") == 20);
  CHECK(json::text(status, "key") == bench.key.verifier());
  REQUIRE_OK(bench.key.opened(json::text(status, "checkpoint")));
  const auto proof = bench.ok("audit.proof", R"({"index":3})");
  CHECK(json::integer(proof, "size") == 300);
  CHECK(json::member(proof, "proof")->Size() >= 8);
  CHECK(json::integer(bench.ok("audit.proof", R"({"from":17,"size":320})"), "from") == 17);
  for (const auto* wrong : {R"({})", R"({"index":1,"from":1})", R"({"index":300})",
                            R"({"index":1,"size":321})", R"({"from":301})"})
    CHECK(bench.call("audit.proof", wrong).code() == Code::invalid);
}

TEST_CASE("verifying reports what it found, and reads witness files for this machine only") {
  OperationsBench bench;
  bench.fill(50);
  const auto note = bench.checkpoint()->note;
  const auto path = bench.scratch.path("witness");
  std::ofstream(path) << note;
  const auto input = "{\"witness\":\"" + path + "\"}";
  const auto sound = bench.ok("audit.verify", input);
  CHECK(json::boolean(sound, "sound"));
  CHECK(json::integer(sound, "witnessed") == 1);
  CHECK(bench.call("audit.verify", input, false).code() == Code::forbidden);
  REQUIRE_OK(
      storage::run(*bench.database, "UPDATE core_audit_entry SET actor = 'other' WHERE idx = 7"));
  const auto found = bench.ok("audit.verify", "{}", false);
  CHECK_FALSE(json::boolean(found, "sound"));
  CHECK(json::text((*json::member(found, "findings"))[0], "place") == "entry 7");
}

TEST_CASE("an export in pages is the export to a file, line by line") {
  OperationsBench bench;
  bench.fill(120);
  bench.checkpoint();
  bench.fill(130);
  bench.checkpoint();
  const auto path = bench.scratch.path("export.ndjson");
  const auto input = "{\"path\":\"" + path + "\"}";
  CHECK(bench.call("audit.export", input, false).code() == Code::forbidden);
  const auto done = bench.ok("audit.export", input);
  CHECK(json::integer(done, "lines") == 1 + 250 + 2);
  CHECK(bench.call("audit.export", input).code() == Code::conflict);  // never over a file
  CHECK(bench.call("audit.export", R"({"path":"relative"})").code() == Code::invalid);
  CHECK(bench.call("audit.export", R"({"cursor":"1.2"})").code() == Code::invalid);
  CHECK(bench.registry.find("audit.export")->step_up);
  std::string lines, cursor;
  do {
    const auto page =
        bench.ok("audit.export", "{\"limit\":37,\"cursor\":\"" + cursor + "\"}", false);
    for (const auto& item : json::member(page, "items")->GetArray())
      lines += json::dump(item) + "\n";
    cursor = json::text(page, "next");
    bench.fill(1);  // what comes meanwhile is of the next export
  } while (!cursor.empty());
  CHECK(lines == read_file(path));
}

TEST_CASE("purge and holds are operations") {
  OperationsBench bench;
  bench.fill(1200);
  bench.checkpoint();
  bench.clock.at += 4 * 366 * kDay;
  CHECK(bench.call("audit.hold", R"({"reason":"sans objet"})").code() == Code::invalid);
  bench.ok("audit.hold", R"({"reason":"Plainte 12/2026","first":0})");
  const auto held = bench.ok("audit.hold", R"({"reason":"Plainte 13/2026","person":"person-2"})");
  CHECK(json::member(bench.ok("audit.holds"), "holds")->Size() == 2);
  const auto left = *storage::number(
      *bench.database,
      "SELECT COUNT(*) FROM core_audit_entry WHERE person = 'person-2' OR idx = 0");
  CHECK(bench.call("audit.purge", R"({"retention_days":30})").code() == Code::invalid);
  CHECK(json::integer(bench.ok("audit.purge"), "purged") == 1200 - left);
  CHECK(json::boolean(bench.ok("audit.verify"), "sound"));
  const auto one = fmt::format(R"({{"hold":"{}"}})", json::text(held, "id"));
  bench.ok("audit.release", one);
  CHECK(bench.call("audit.release", one).code() == Code::conflict);
  CHECK(json::integer(bench.ok("audit.purge"), "purged") == left - 1);
  CHECK(json::boolean(bench.ok("audit.verify"), "sound"));
}
