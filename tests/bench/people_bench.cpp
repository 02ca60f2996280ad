// What a person costs: making and reading a full one beside a bare row, searching among many.
// people_bench [--json FILE] [--people N]
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "events/outbox.hpp"
#include "figures.hpp"
#include "record/person_record.hpp"
#include "record/person_search.hpp"
#include "record/relations.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

constexpr int kPeopleDefault = 20'000;
constexpr int kChunk = 500;
constexpr int kBare = 20'000;
constexpr int kReads = 20'000;
constexpr int kSearches = 50;
constexpr int kCaseload = 80;  // people of one adviser

class People {
 public:
  People(storage::Database& database, privacy::Keyring& keys, int count)
      : database_(database), keys_(keys), count_(count) {}

  // Surnames as spread as French ones are: one in a hundred bears the commonest.
  static FieldChanges fields(int i) {
    constexpr const char* kEndings[] = {"ard", "eau", "ier", "ot", "in", "elle", "ac", "oux"};
    const auto surname =
        i % 100 == 0
            ? std::string("Martin")
            : fmt::format("{}{}{}", "BCDFGLMPRT"[i % 10], "aeiou"[i / 10 % 5],
                          std::string("bdglmnrstv").substr(i / 50 % 10, 1) + kEndings[i / 500 % 8]);
    return {{"birth_name", surname},
            {"first_names", fmt::format("Prénom{} Ana", i % 400)},
            {"birth_date",
             fmt::format("{}-{:02}-{:02}", 1960 + i % 45, 1 + i / 45 % 12, 1 + i / 540 % 28)},
            {"birth_place", "69383"},
            {"sex", i % 2 ? "F" : "M"},
            {"nationality", "FR"},
            {"identifier.france_travail", fmt::format("FT{:09}", i)},
            {"contacts", R"([{"kind":"mobile","value":"0639980000","preferred":true,"valid":true},)"
                         R"({"kind":"email","value":"ana@example.org","preferred":false,)"
                         R"("valid":true}])"},
            {"address", "17 allée des Tilleuls"},
            {"postcode", "69003"},
            {"registered_on", "2026-01-05"},
            {"registration_category", "1"}};
  }

  double bare() {
    return bench::seconds([&] {
             for (int first = 0; first < kBare; first += kChunk)
               write([&](storage::Transaction& tx) -> Status {
                 for (int i = first; i < first + kChunk; ++i)
                   AKSIS_TRY(create_person(tx, nullptr, fmt::format("bare-{}", i), clock_));
                 return {};
               });
           }) *
           1e6 / kBare;
  }

  double full() {
    return bench::seconds([&] {
             for (int first = 0; first < count_; first += kChunk)
               write([&](storage::Transaction& tx) -> Status {
                 for (int i = first; i < first + kChunk; ++i) AKSIS_TRY(add(tx, i));
                 return {};
               });
           }) *
           1e6 / count_;
  }

  std::vector<bench::Figure> read() {
    double full = 0, bare = 0;
    bench::require(database_.read([&](storage::Transaction& tx) -> Status {
      const auto every = [&](auto&& one) {
        return bench::seconds([&] {
                 for (int i = 0; i < kReads; ++i)
                   bench::require(one(ids_[static_cast<size_t>(i) * 7919 % ids_.size()]),
                                  "reading");
               }) *
               1e6 / kReads;
      };
      bare = every([&](const std::string& id) { return read_person(tx, id); });
      full = every([&](const std::string& id) { return read_record(tx, &keys_, id); });
      return {};
    }),
                   "reading");
    return {{"people: read a full person", full, "us", bare}};
  }

  std::vector<bench::Figure> search() {
    const std::optional<Follower> all, adviser = Follower{"adviser-3", ""},
                                       agency = Follower{"nobody", "agency"};
    std::vector<bench::Figure> out;
    const auto measure = [&](const char* name, const auto& reach, const std::string& words) {
      size_t found = 0;
      const double took = bench::seconds([&] {
        for (int i = 0; i < kSearches; ++i)
          bench::require(database_.read([&](storage::Transaction& tx) -> Status {
            AKSIS_ASSIGN(people, search_people(tx, keys_, reach, words, 20, clock_.now()));
            found = people.people.size();
            return {};
          }),
                         "searching");
      });
      out.push_back({fmt::format("people: search {} ({} found)", name, found),
                     took * 1e3 / kSearches, "ms", 0});
    };
    measure("two names among all", all, "prenom100 martin");
    measure("a common name among all", all, "martin");
    measure("a common name in a caseload", adviser, "martin");
    measure("a common name in an agency", agency, "martin");
    measure("two letters in an agency", agency, "ma");
    measure("name and birth date", adviser, "martin 1985-01-01");
    measure("an identifier", all, "FT000000042");
    return out;
  }

 private:
  void write(const storage::Body& body) {
    bench::require(database_.write(body, nullptr, true), "writing");
  }
  Status add(storage::Transaction& tx, int i) {
    AKSIS_ASSIGN(person, create_person(tx, &keys_, fmt::format("full-{}", i), clock_));
    AKSIS_TRY(change_record(tx, &keys_, person.id, fields(i), {"adviser", "bench"}, clock_));
    ids_.push_back(person.id);
    // As start_relation() writes it; the organisation need not exist here.
    for (const auto& [kind, holder] :
         {std::pair<std::string_view, std::string>("referent",
                                                   fmt::format("adviser-{}", i / kCaseload)),
          std::pair<std::string_view, std::string>("agency", "agency")})
      AKSIS_TRY(
          tx.execute("INSERT INTO core_relation (id, person, kind, holder, from_at, reason, "
                     "made_by) VALUES ($1, $2, $3, $4, $5, '', '')",
                     {fmt::format("{}-{}", kind, i), person.id, kind, holder, clock_.now()}));
    return {};
  }

  storage::Database& database_;
  privacy::Keyring& keys_;
  int count_;
  const SystemClock clock_;
  std::vector<std::string> ids_;
};

void migrate(storage::Database& database) {
  bench::require(storage::migrate(database, "core.events", events::migrations()), "migrating");
  bench::require(storage::migrate(database, "core.privacy", privacy::migrations()), "migrating");
  bench::require(storage::migrate(database, "core.record", record::migrations()), "migrating");
}

}  // namespace

int main(int argc, char** argv) {
  const auto* people_asked = bench::option(argc, argv, "--people");
  const int count = people_asked ? std::atoi(people_asked) / kChunk * kChunk : kPeopleDefault;
  bench::require(count >= kChunk, "--people takes a number from 500 on");
  char folder[] = "people_bench.XXXXXX";
  bench::require(mkdtemp(folder) != nullptr, "making a folder");
  std::vector<bench::Figure> lines;
  {
    storage::Options options;
    options.path = std::string(folder) + "/bench.db";
    auto database = storage::Database::open(options);
    bench::require(database, "opening");
    migrate(**database);
    const SystemClock clock;
    auto keys =
        privacy::Keyring::open(**database, privacy::key_file(std::string(folder) + "/kek"), clock);
    bench::require(keys, "keys");
    People people(**database, **keys, count);
    const double bare = people.bare();
    lines.push_back({"people: make a full person", people.full(), "us", bare});
    for (auto& line : people.read()) lines.push_back(std::move(line));
    for (auto& line : people.search()) lines.push_back(std::move(line));
  }
  std::filesystem::remove_all(folder);
  bench::report(lines, argc, argv);
}
