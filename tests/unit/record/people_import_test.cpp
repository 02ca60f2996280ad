// Bringing people from a file: what is read, what is refused, what a second time changes.
#include "person_bench.hpp"
#include "record/people_file.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

struct ImportBench : PersonBench {
  operations::Principal caller{"account:chef", true, {"people.import", "people.read"}};

  // The counts: "created changed unchanged refused".
  std::string import(const std::string& csv) {
    std::ofstream(scratch.path("people.csv"), std::ios::trunc) << csv;
    json::Writer input;
    input.object().member("path", scratch.path("people.csv")).end();
    answer = as(caller, "people.import", input.text());
    if (!answer.status.ok()) return answer.status.error().message;
    std::string out;
    for (const auto* name : {"created", "changed", "unchanged", "refused"})
      out += std::to_string(json::integer(answer.body, name)) + " ";
    return out;
  }
  Answer answer;
};

constexpr const char* kTwoPeople =
    "reference,nom,prénoms,date de naissance,nir,commune,telephone,courriel,conseiller\n"
    "A-1,Canaribert,Zéphyrine,17/05/1990,290056938312339,69383,06 39 98 70 "
    "71,z@canari.example,ana\n"
    "A-2,Martin,Paul,1980-01-02,,42218,,,\n";

}  // namespace

TEST_CASE("a file brings people, and the same file again changes nothing") {
  ImportBench bench;
  CHECK(bench.import(kTwoPeople) == "2 0 0 0 ");
  CHECK(bench.import(kTwoPeople) == "0 0 2 0 ");
  const auto found = bench.ok("people.search", R"({"q": "canaribert 1990-05-17"})");
  const auto& people = *json::member(found.body, "people");
  REQUIRE(people.Size() == 1);
  const std::string id(json::text(people[0], "id"));
  const auto read = bench.ok("people.read", of(id));
  CHECK(json::text(read.body, "reference") == "A-1");
  CHECK(json::member(read.body, "contacts")->Size() == 2);
  const auto relations = bench.ok("relations.list", of(id));
  REQUIRE(json::member(relations.body, "relations")->Size() == 1);
  CHECK(json::text((*json::member(relations.body, "relations"))[0], "holder") == "acc-ana");
  const auto history = bench.ok("people.history", of(id));
  for (const auto& field : json::member(history.body, "fields")->GetArray())
    CHECK(json::text(field, "source") == "import");
}

TEST_CASE("an empty cell leaves what is known, another value changes it") {
  ImportBench bench;
  bench.import(kTwoPeople);
  CHECK(bench.import("reference;nom;telephone\nA-1;;0472000001\nA-2;Martins;\n") == "0 2 0 0 ");
  const auto a1 = json::dump(bench.ok("people.search", R"({"q": "A-1"})").body);
  CHECK(a1.find("Canaribert") != std::string::npos);
  const auto a2 = json::dump(bench.ok("people.search", R"({"q": "A-2"})").body);
  CHECK(a2.find("Martins") != std::string::npos);
  // By the NIR alone, too.
  CHECK(bench.import("nir,nom d'usage\n2900569383123,Nouvelle\n") == "0 1 0 0 ");
}

TEST_CASE("a wrong row is named with its line and leaves the others alone") {
  ImportBench bench;
  CHECK(bench.import("reference,nir,nom,date de naissance,commune,conseiller\n"
                     "B-1,,Juste,,,\n"
                     "B 2,,Signe,,,\n"
                     ",,Personne,,,\n"
                     "B-4,290056938312300,Clé,,,\n"
                     "B-5,,Date,1990-02-30,,\n"
                     "B-6,,Commune,,01999,\n"
                     "B-7,,Conseiller,,,inconnue\n"
                     "B-8,,Trop,,,,x\n"
                     "B-9,290056938312339,Première,,,\n"
                     "B-10,290056938312339,Seconde,,,\n") == "2 0 0 8 ");
  std::vector<int64_t> lines;
  for (const auto& row : json::member(bench.answer.body, "rows")->GetArray())
    lines.push_back(json::integer(row, "line"));
  CHECK(lines == std::vector<int64_t>{3, 4, 5, 6, 7, 8, 9, 11});
  CHECK(*storage::number(*bench.database, "SELECT COUNT(*) FROM core_person") == 2);
  CHECK(json::dump(bench.answer.body).find("2900569") == std::string::npos);
}

TEST_CASE("a file whose header is not understood is refused whole") {
  ImportBench bench;
  CHECK(bench.import("reference,couleur\nA-1,bleu\n").find("couleur") != std::string::npos);
  CHECK(bench.import("nom\nMartin\n").find("reference or nir") != std::string::npos);
  CHECK(bench.import("reference,nom,nom de naissance\nA,B,C\n").find("two columns") !=
        std::string::npos);
  CHECK(bench.import("reference\n").find("no row") != std::string::npos);
  CHECK(*storage::number(*bench.database, "SELECT COUNT(*) FROM core_person") == 0);
}

TEST_CASE("who imports changes only people they accompany") {
  ImportBench bench;
  bench.import(kTwoPeople);
  bench.caller.account = "acc-ana";
  CHECK(bench.import("reference,nom\nA-1,Changée\nA-2,Changée\n") == "0 1 0 1 ");
  CHECK(json::integer((*json::member(bench.answer.body, "rows"))[0], "line") == 3);
}

TEST_CASE("an import tells how far it is, and stops when asked") {
  ImportBench bench;
  std::string csv = "reference\n";
  for (int i = 0; i < 120; ++i) csv += "P-" + std::to_string(i) + "\n";
  std::ofstream(bench.scratch.path("people.csv"), std::ios::trunc) << csv;
  json::Writer input;
  input.object().member("path", bench.scratch.path("people.csv")).end();
  operations::Call call(bench.caller, *json::parse(input.text()));
  std::vector<int64_t> told;
  call.on_progress = [&](int64_t done, int64_t total, std::string_view) {
    told.push_back(done);
    CHECK(total == 120);
    if (done == 50) call.stop->store(true);
  };
  const auto status = bench.registry.run(*bench.registry.find("people.import"), call);
  CHECK(status.error().code == Code::cancelled);
  CHECK(told == std::vector<int64_t>{0, 50});
  CHECK(bench.import(csv) == "20 0 100 0 ");
}
