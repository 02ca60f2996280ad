// Random lives of people against a plain model: whatever is added, changed, erased and rotated, the
// record gives back what the model holds, finds by what it should, and forgets what is erased.
#include <map>
#include <random>
#include <set>

#include "person_bench.hpp"
#include "record/person_fields.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

constexpr unsigned kSeeds = 6;
constexpr int kSteps = 120;

using Fields = std::map<std::string, std::string>;

struct Lives : PersonBench {
  explicit Lives(unsigned seed) : random(seed) {}
  std::mt19937 random;
  std::map<std::string, Fields> people;  // the model

  size_t below(size_t n) { return random() % n; }
  std::string pick(const std::vector<std::string>& from) { return from[below(from.size())]; }
  std::string anybody() { return std::next(people.begin(), below(people.size()))->first; }

  // Few values, so that numbers collide between people.
  Fields some_fields() {
    const std::vector<std::pair<std::string, std::vector<std::string>>> choices = {
        {"birth_name", {"Martin", "Dupont", "Lefèvre", ""}},
        {"first_names", {"Ana", "Zoé Lou", ""}},
        {"birth_date", {"1990-05-17", "1990-05-18", ""}},
        {"nir", {"290056938312339", "190056938312389", ""}},
        {"commune", {"69383", "42218", ""}},
        {"registered_on", {"2026-01-05", ""}},
        {"identifier.caf", {"C1", "C2", "C3", ""}}};
    Fields out;
    for (const auto& [name, values] : choices)
      if (below(3) == 0) out[name] = pick(values);
    return out;
  }
  static std::string input_of(const Fields& fields, const std::string& person) {
    json::Writer out;
    out.object();
    if (!person.empty()) out.member("person", person);
    for (const auto& [name, value] : fields)
      if (name == "identifier.caf")
        out.key("identifiers")
            .array()
            .object()
            .member("kind", "caf")
            .member("value", value)
            .end()
            .end();
      else
        out.member(name, value);
    return out.end().text();
  }
  bool taken(const Fields& fields, const std::string& by_other_than) const {
    for (const auto& [id, held] : people)
      for (const auto* name : {"nir", "identifier.caf"}) {
        const auto wanted = fields.find(name), has = held.find(name);
        if (id != by_other_than && wanted != fields.end() && has != held.end() &&
            !wanted->second.empty() && wanted->second == has->second)
          return true;
      }
    return false;
  }
  static void merge(Fields& into, const Fields& from) {
    for (const auto& [name, value] : from)
      if (value.empty())
        into.erase(name);
      else
        into[name] = value;
  }

  void create() {
    const auto fields = some_fields();
    const auto answer = call("people.create", input_of(fields, ""));
    REQUIRE(answer.status.ok() == !taken(fields, ""));
    if (!answer.status.ok()) {
      CHECK(answer.code() == Code::conflict);
      return;
    }
    merge(people[std::string(json::text(answer.body, "id"))], fields);
  }
  void change() {
    const auto id = anybody();
    const auto fields = some_fields();
    const auto answer = call("people.update", input_of(fields, id));
    REQUIRE(answer.status.ok() == !taken(fields, id));
    if (answer.status.ok()) merge(people[id], fields);
  }
  void erase() {
    const auto id = anybody();
    ok("people.erase", of(id, R"("ground": "request", "reason": "demande")"));
    people.erase(id);
  }
  void check_all() {
    REQUIRE(*storage::number(*database, "SELECT COUNT(*) FROM core_person") ==
            static_cast<int64_t>(people.size()));
    int64_t values = 0, registered = 0;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      for (const auto& [id, fields] : people) {
        AKSIS_ASSIGN(record, read_record(tx, keys.get(), id));
        Fields held;
        for (const auto& [name, field] : record.fields) held[name] = field.value;
        CHECK(held == fields);
        values += static_cast<int64_t>(fields.size());
        registered += static_cast<int64_t>(fields.count("registered_on"));
      }
      return {};
    }));
    CHECK(*storage::number(*database, "SELECT COUNT(*) FROM core_person_field") == values);
    CHECK(*storage::number(*database, "SELECT COUNT(*) FROM core_person_v2 WHERE registered = 1") ==
          registered);
    CHECK(json::integer(ok("keys.verify", "{}").body, "fault_count") == 0);
  }
  void check_search() {
    for (const auto& [name, value] :
         {std::pair("birth_name", "Dupont"), std::pair("nir", "290056938312339"),
          std::pair("birth_date", "1990-05-18"), std::pair("identifier.caf", "C2")}) {
      std::set<std::string> wanted, found;
      for (const auto& [id, fields] : people)
        if (const auto held = fields.find(name); held != fields.end() && held->second == value)
          wanted.insert(id);
      json::Writer input;
      input.object().member("q", value).member("limit", 50).end();
      const auto answer = ok("people.search", input.text());
      for (const auto& one : json::member(answer.body, "people")->GetArray())
        found.emplace(json::text(one, "id"));
      INFO(name);
      CHECK(found == wanted);
    }
  }
};

}  // namespace

TEST_CASE("random lives: the record holds what the model holds") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    INFO("seed " << seed);
    Lives lives(seed);
    for (int step = 0; step < kSteps; ++step) {
      lives.clock.at += kSecond;
      const auto what = lives.below(10);
      if (lives.people.empty() || what < 3)
        lives.create();
      else if (what < 8)
        lives.change();
      else if (what == 8)
        lives.erase();
      else if (lives.below(4) == 0)
        REQUIRE(privacy::rotate_tenant_keys(*lives.database, *lives.keys, lives.holders, {}).ok());
      if (step % 20 == 19) lives.check_all(), lives.check_search();
    }
  }
}
