// Files that cannot be imported, given to the real program: place, fix and code are right, and
// nothing of them is kept.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "program.hpp"

using namespace aksis::test;

namespace {

struct Bad {
  const char* what;
  std::string bytes;
  const char* said;
};

const std::vector<Bad> kBadOffers = {
    {"ISO-8859-1", "{\"id\":\"1\",\"intitule\":\"\xe9t\xe9\"}\n",
     "line 1, column 23: the JSON is not UTF-8"},
    {"UTF-16", std::string("\xFF\xFE{\0", 4), "UTF-16"},
    {"cut off", "{\"id\":\"1\",\"intitu", "line 1"},
    {"a key twice", "{\"id\":\"1\",\"id\":\"2\"}\n", "twice"},
    {"deep", std::string(1'000'000, '['), "nested too deeply"},
    {"other values", "[1, 2, null]", "3 refused and none accepted"},
    {"a wrong bracket", "[}", "line 1"},
    {"no columns", "hello\n", "no column id"},
    {"nothing", "", "empty"},
};

}  // namespace

TEST_CASE("A file of offers without one good offer is refused, beside a server and without one") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const auto check = [&] {
    for (const auto& bad : kBadOffers) {
      const auto outcome =
          run({"import", "offers", folder.write("offers", bad.bytes), "--data", data});
      INFO(bad.what << ": " << outcome.out << outcome.err);
      CHECK(outcome.code == 2);
      CHECK_THAT(outcome.err, Catch::Contains(bad.said));
    }
  };
  check();
  Served served(data);
  check();
  CHECK(served.stop().code == 0);
}

TEST_CASE("Members, columns and codes that nobody knows are named and counted") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const auto said = [&](const char* bytes, const char* language) {
    return run({"import", "offers", folder.write("offers", bytes), "--data", data, "--lang",
                language})
        .out;
  };
  CHECK_THAT(said("id,title,rome_code,color\nA,t,D1102,red\n", "fr"),
             Catch::Contains("champs inconnus:") && Catch::Contains("color"));
  CHECK_THAT(said(R"({"id":"B","romeCode":"D1102","nouveau":1,"typeContrat":"QQQ"})", "en"),
             Catch::Contains("unknown members:") && Catch::Contains("nouveau") &&
                 Catch::Contains("unknown codes:") && Catch::Contains("typeContrat QQQ"));
}

TEST_CASE("A folder or a device is no file of offers") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  for (const auto& path : {folder.root.string(), std::string("/dev/zero")})
    for (const char* kind : {"offers", "communes"}) {
      const auto outcome = run({"import", kind, path, "--data", data});
      INFO(kind << " " << outcome.err);
      CHECK(outcome.code == 2);
      CHECK_THAT(outcome.err, Catch::Contains(path + " is a folder or a device"));
    }
  CHECK(run({"import", "offers", folder.path("absent"), "--data", data}).code == 3);
}

TEST_CASE("A damaged ROME set is refused and leaves no referential") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const auto refused = [&](const std::string& path, int code, const char* said) {
    const auto outcome = run({"import", "rome", path, "--data", data});
    INFO(outcome.err);
    CHECK(outcome.code == code);
    CHECK_THAT(outcome.err, Catch::Contains(said));
  };
  refused(folder.write("text.zip", "hello"), 2, "no readable zip");
  refused(folder.path("absent.zip"), 3, "does not exist");
  std::filesystem::create_directory(folder.path("empty"));
  refused(folder.path("empty"), 2, "is missing from");
  folder.write("rome/unix_referentiel_code_rome_v460_utf8.csv", std::string("\xFF\xFE\0a", 4));
  refused(folder.path("rome"), 2, "UTF-16");
  const auto left = run({"referential", "--data", data, "--json"});
  CHECK_THAT(left.out, Catch::Contains("\"imported\":false"));
}

TEST_CASE("A wrong row of ROME is named by file, line and column, in words and in JSON") {
  const Folder folder;
  const auto data = folder.path("data"), rome = folder.path("rome");
  std::filesystem::create_directory(data);
  std::filesystem::copy(std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome", rome);
  const auto links = rome + "/unix_coherence_item.csv";
  std::ifstream in(links);
  const auto line = std::count(std::istreambuf_iterator<char>(in), {}, '\n') + 1;
  std::ofstream(links, std::ios::app) << "Z9999,100003,\n";
  const auto json = run({"import", "rome", rome, "--data", data, "--json"});
  REQUIRE(json.code == 0);
  CHECK_THAT(json.out, Catch::Contains(R"("row_count":1,"rows":[{"file":"unix_coherence_item.csv",)"
                                       R"("line":)" +
                                       std::to_string(line) +
                                       R"(,"column":"code_rome","message":"the occupation Z9999)"));
  using Told = std::pair<std::string, std::string>;
  for (const auto& [language, told] : std::map<std::string, Told>{
           {"fr",
            {"fichier                  ligne  colonne    message", "Le métier Z9999 est inconnu."}},
           {"en",
            {"file                     line  column     message",
             "the occupation Z9999 is unknown"}}}) {
    const auto shown = run({"import", "rome", rome, "--data", data, "--lang", language});
    INFO(shown.out);
    CHECK_THAT(shown.out, Catch::Contains(told.first) &&
                              Catch::Contains("unix_coherence_item.csv") &&
                              Catch::Contains(std::to_string(line) + "  code_rome") &&
                              Catch::Contains(told.second));
    CHECK(shown.out.size() < 2000);  // counts, and not every occupation by name
  }
}
