#include "record/people.hpp"

#include <algorithm>

#include "base/identity.hpp"
#include "bench.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

Code code(const Answer& answer) {
  return answer.code();
}

std::string one(const std::string& id) {
  return "{\"person\":\"" + id + "\"}";
}

}  // namespace

TEST_CASE("a person is added and read; without a key, deleted, and the deletion is an event") {
  Bench bench;
  const auto id = bench.person("DE-001");
  CHECK(is_uuid(id));
  const auto read = bench.call("people.read", one(id));
  REQUIRE_OK(read.status);
  CHECK(json::text(read.body, "reference") == "DE-001");
  CHECK(json::text(read.body, "created_at").size() == 20);
  CHECK(read.etag == "1");
  // Who has a key has personal data: that is erased, not deleted.
  CHECK(code(bench.call("people.delete", one(id))) == Code::conflict);
  REQUIRE_OK(storage::run(*bench.database, "DELETE FROM core_person_key WHERE person = $1", {id}));

  CHECK(code(bench.call("people.delete", one(id), "2")) == Code::stale);
  REQUIRE_OK(bench.call("people.delete", one(id), "1").status);
  CHECK(code(bench.call("people.read", one(id))) == Code::not_found);
  CHECK(code(bench.call("people.delete", one(id))) == Code::not_found);
  std::vector<std::string> events;
  REQUIRE_OK(bench.database->read([&](storage::Transaction& tx) {
    return events::read_events(tx, 0, 10, [&](const events::Event& event) -> Status {
      events.push_back(event.type + event.data);
      return {};
    });
  }));
  CHECK(events == std::vector<std::string>{"core.person_deleted/1" + one(id)});
}

TEST_CASE("a reference is one person's") {
  Bench bench;
  bench.person("DE-001");
  const auto twice = bench.call("people.create", R"({"reference":"DE-001"})");
  CHECK(code(twice) == Code::conflict);
  REQUIRE(twice.status.error().details.size() == 1);
  CHECK(twice.status.error().details[0].pointer == "/reference");
  for (const char* input : {R"({"reference":""})", R"({"reference":"a b"})", R"({"reference":1})",
                            R"({"reference":"x","name":"y"})"}) {
    INFO(input);
    CHECK(code(bench.call("people.create", input)) == Code::invalid);
  }
}

TEST_CASE("pages follow one another without a gap or a double") {
  Bench bench;
  std::vector<std::string> added;
  for (int i = 0; i < 7; ++i) added.push_back(bench.person("P" + std::to_string(i)));
  std::vector<std::string> seen;
  std::string cursor;
  for (int page = 0; page < 3; ++page) {
    const auto answer = bench.call("people.list", "{\"limit\":3,\"cursor\":\"" + cursor + "\"}");
    REQUIRE_OK(answer.status);
    for (const auto& person : json::member(answer.body, "people")->GetArray())
      seen.emplace_back(json::text(person, "id"));
    cursor = json::text(answer.body, "next");
    CHECK(cursor.empty() == (page == 2));
  }
  std::sort(added.begin(), added.end());
  CHECK(seen == added);
  const auto found = bench.call("people.list", R"({"reference":"P3"})");
  REQUIRE_OK(found.status);
  CHECK(json::member(found.body, "people")->Size() == 1);
  CHECK(code(bench.call("people.list", R"({"limit":0})")) == Code::invalid);
}

TEST_CASE("modules see people through the view") {
  Bench bench;
  const auto id = bench.person("DE-001");
  const storage::Confinement module{"competences", "skl_", {"core_person_v1"}};
  const auto seen = storage::number(
      *bench.database, "SELECT created_at FROM core_person_v1 WHERE id = $1", {id}, &module);
  REQUIRE(seen.ok());
  CHECK(*seen > 0);
  CHECK_FALSE(
      storage::number(*bench.database, "SELECT version FROM core_person", {}, &module).ok());
}
