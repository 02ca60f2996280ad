// The same command beside a server and without one.
#include <aksis/cpp/json.hpp>
#include <catch2/catch.hpp>

#include "http/client.hpp"
#include "program.hpp"

using namespace aksis;
using namespace aksis::test;

namespace {

// The answer of `words` on `data`, which must be good.
std::string answer(const std::string& data, std::vector<std::string> words) {
  words.insert(words.end(), {"--data", data, "--json"});
  const auto outcome = run(words);
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  return outcome.out;
}

int status(const Served& served, const std::string& target, const std::string& key) {
  auto client = http::Client::over_tcp("127.0.0.1", served.port());
  REQUIRE(client.ok());
  http::Request request{"GET", target, {}, ""};
  if (!key.empty()) request.headers.emplace_back("Authorization", "Bearer " + key);
  const auto answered = client->send(request);
  REQUIRE(answered.ok());
  return answered->status;
}

std::string member(const std::string& json_text, std::string_view name) {
  const auto parsed = json::parse(json_text);
  REQUIRE(parsed.ok());
  return std::string(json::text(*parsed, name));
}

}  // namespace

TEST_CASE("A command gives the same answer through the server and without it") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const auto alone = answer(data, {"person", "add", "A-1"});
  const auto id = member(alone, "id");
  const std::vector<std::vector<std::string>> reads = {{"person", "list"},
                                                       {"person", "show", id},
                                                       {"person", "show", "A-1"},
                                                       {"version"},
                                                       {"openapi"},
                                                       {"migrate"}};
  std::vector<std::string> without;
  for (const auto& words : reads) without.push_back(answer(data, words));
  CHECK(without[1] == without[2]);  // the agency's reference does for the identifier
  Served served(data);
  for (size_t i = 0; i < reads.size(); ++i) CHECK(answer(data, reads[i]) == without[i]);
  const auto beside = run({"person", "add", "A-1", "--data", data});
  CHECK(beside.code == 4);
  const auto missing = run({"person", "show", "nobody", "--data", data});
  CHECK(served.stop().code == 0);
  const auto again = run({"person", "add", "A-1", "--data", data});
  CHECK(again.code == 4);
  CHECK(again.err == beside.err);
  const auto missing_alone = run({"person", "show", "nobody", "--data", data});
  CHECK(missing_alone.code == missing.code);
  CHECK(missing_alone.err == missing.err);
}

TEST_CASE("The first start shows a key once, and the key opens the API") {
  const Folder folder;
  const auto data = folder.path("data");
  std::string key;
  {
    Served served(data);
    key = served.key();
    REQUIRE(key.size() > 64);
    CHECK(status(served, "/api/v1/people", key) == 200);
    CHECK(status(served, "/api/v1/people", "") == 401);
    CHECK(status(served, "/api/v1/people", key + "x") == 401);
    CHECK(status(served, "/livez", "") == 200);
    CHECK(status(served, "/readyz", "") == 200);
    CHECK(status(served, "/metrics", "") == 401);
    CHECK(status(served, "/metrics", key) == 200);
    CHECK(status(served, "/local/operations/clients.create", key) == 404);
    const auto stopped = served.stop();
    CHECK(stopped.code == 0);
    CHECK(stopped.out.empty());
  }
  CHECK_FALSE(std::filesystem::exists(folder.path("data/aksis.sock")));
  Served served(data);
  // Somebody without an account is still awaited; the token of before no longer serves.
  CHECK(served.setup().size() == 64);
  CHECK(status(served, "/api/v1/people", key) == 200);
}

TEST_CASE("API keys are made, listed without their secret, and revoked at once") {
  const Folder folder;
  const auto data = folder.path("data");
  Served served(data);
  const auto made = answer(data, {"apikey", "create", "partner", "people.read:all"});
  CHECK(status(served, "/api/v1/people", member(made, "key")) == 200);
  CHECK(status(served, "/api/v1/organisations", member(made, "key")) == 403);
  const auto list = answer(data, {"apikey", "list"});
  CHECK_THAT(list, Catch::Contains("partner") && Catch::Contains("people.read:all"));
  CHECK_THAT(list, !Catch::Contains(member(made, "key")));
  CHECK(run({"apikey", "revoke", member(made, "id"), "--data", data}).code == 0);
  CHECK(status(served, "/api/v1/people", member(made, "key")) == 401);
  CHECK(run({"apikey", "revoke", "nothing", "--data", data}).code == 3);
}

TEST_CASE("call takes any operation with JSON, and names what is wrong in it") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  CHECK_THAT(answer(data, {"call", "people.create", R"({"reference":"B-1"})"}),
             Catch::Contains("B-1"));
  const auto wrong = run({"call", "people.create", R"({"reference":1})", "--data", data});
  CHECK(wrong.code == 2);
  CHECK_THAT(wrong.err, Catch::Contains("reference"));
  CHECK(run({"call", "people.create", "{", "--data", data}).code == 2);
  const auto piped = run({"call", "people.create", "-", "--data", data, "--json"},
                         {{}, R"({"reference":"B-2"})", false});
  CHECK(piped.code == 0);
}

TEST_CASE("A backup is restored elsewhere with everything in it") {
  const Folder folder;
  const auto data = folder.path("data");
  const auto file = folder.path("backup.db");
  {
    Served served(data);
    answer(data, {"person", "add", "C-1"});
    const auto backup = answer(data, {"backup", file});
    CHECK_THAT(backup, Catch::Contains("\"core_person\":1"));
    const auto twice = run({"backup", file, "--data", data});
    CHECK(twice.code == 4);
    CHECK_THAT(twice.err, Catch::Contains("--replace"));
    CHECK(run({"backup", file, "--replace", "--data", data}).code == 0);
    const auto busy = run({"restore", file, "--data", data});
    CHECK(busy.code == 4);
    CHECK_THAT(busy.err, Catch::Contains("stop it"));
  }
  answer(data, {"person", "add", "C-2"});
  CHECK_THAT(answer(data, {"restore", file}), Catch::Contains("previous_kept_as"));
  const auto people = answer(data, {"person", "list"});
  CHECK_THAT(people, Catch::Contains("C-1") && !Catch::Contains("C-2"));
}

TEST_CASE("A damaged backup is refused and the data stay") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  answer(data, {"person", "add", "D-1"});
  const auto file = folder.write("broken.db", std::string(8192, 'x'));
  const auto outcome = run({"restore", file, "--data", data});
  CHECK(outcome.code != 0);
  CHECK_THAT(outcome.err, Catch::Contains("broken.db"));
  CHECK_THAT(answer(data, {"person", "list"}), Catch::Contains("D-1"));
}

TEST_CASE("The doctor finds a healthy installation healthy, both ways") {
  const Folder folder;
  const auto data = folder.path("data");
  Served served(data);
  const auto beside = run({"doctor", "--json", "--data", data});
  CHECK(beside.code == 0);
  CHECK_THAT(beside.out, Catch::Contains("\"healthy\":true"));
  served.stop();
  const auto alone = run({"doctor", "--json", "--data", data});
  CHECK(alone.code == 0);
  const auto absent = run({"doctor", "--json", "--data", folder.path("absent")});
  CHECK(absent.code == 1);
  CHECK_THAT(absent.out, Catch::Contains("\"healthy\":false") && Catch::Contains("does not exist"));
}
