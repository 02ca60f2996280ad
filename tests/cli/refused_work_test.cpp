// Events set aside and failed jobs, as an administrator meets them: listed, tried again, given up.
#include <sqlite3.h>

#include <aksis/cpp/json.hpp>
#include <catch2/catch.hpp>

#include "program.hpp"

using namespace aksis;
using namespace aksis::test;

namespace {

constexpr const char* kPerson = "0190a0b0-0000-7000-8000-000000000001";

void execute(const std::string& data, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((data + "/aksis.db").c_str(), &database) == SQLITE_OK);
  char* error = nullptr;
  sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
  INFO((error ? error : ""));
  REQUIRE(error == nullptr);
  sqlite3_close(database);
}

// What months of trouble leave behind, written into the file: waiting for every attempt to fail
// takes a quarter of an hour.
void leave_trouble(const std::string& data) {
  const auto event = [](int seq, const char* subscriber, const std::string& body) {
    return "INSERT INTO core_dead_event VALUES ('" + std::string(subscriber) + "', " +
           std::to_string(seq) + ", 'event-" + std::to_string(seq) +
           "', 'competences.profile_changed/1', '" + body + "', 1, 'it broke', 2);";
  };
  const auto person = std::string(R"({"person": ")") + kPerson + R"("})";
  execute(data, event(1, "matching", person) + event(2, "gone", person) +
                    "INSERT INTO core_job (id, operation, input, run_at, state, attempts, "
                    "last_error, created_at) VALUES ('job-1', 'core.purge_idempotency', '{}', 1, "
                    "'failed', 5, 'the disk was full', 1), ('job-2', 'nobody.does', '{}', 2, "
                    "'failed', 5, 'no operation', 1);");
}

Outcome told(const std::string& data, std::vector<std::string> words) {
  words.insert(words.end(), {"--data", data});
  return run(words);
}

size_t failed_jobs(const std::string& data) {
  const auto listed = told(data, {"jobs", "list", "--state", "failed", "--json"});
  const auto parsed = json::parse(listed.out);
  REQUIRE(parsed.ok());
  return (*parsed)["jobs"].Size();
}

void check_events(const std::string& data) {
  const auto listed = told(data, {"events", "list"});
  CHECK(listed.code == 0);
  CHECK_THAT(listed.out, Catch::Contains("event-1") && Catch::Contains("event-2") &&
                             Catch::Contains("it broke") && Catch::Contains("matching"));
  CHECK(told(data, {"events", "replay", "event-1"}).code == 0);
  const auto all = told(data, {"events", "replay-all", "--json"});
  CHECK(all.code == 0);
  CHECK_THAT(all.out, Catch::Contains(R"("delivered":0,"refused":1)") &&
                          Catch::Contains("subscribes as gone"));
  const auto refused = told(data, {"events", "replay", "event-2"});
  CHECK(refused.code == 4);
  CHECK_THAT(refused.err, Catch::Contains("gone"));
  CHECK(told(data, {"events", "drop", "event-2"}).code != 0);
  CHECK(told(data, {"events", "drop", "event-2", "--reason", "module retiré"}).code == 0);
  CHECK_THAT(told(data, {"events", "list", "--json"}).out, Catch::Contains(R"("total":0)"));
}

}  // namespace

TEST_CASE("Refused events and failed jobs are listed, tried again and given up, without a server") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  REQUIRE(told(data, {"migrate"}).code == 0);
  leave_trouble(data);
  check_events(data);
  CHECK(failed_jobs(data) == 2);
  CHECK(told(data, {"jobs", "drop", "job-2", "--reason", "module retiré"}).code == 0);
  CHECK(told(data, {"jobs", "run", "job-1"}).code == 0);
  CHECK(failed_jobs(data) == 0);
}

TEST_CASE("Beside a server the job that failed runs at once, and the drop's reason is in its log") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  REQUIRE(told(data, {"migrate"}).code == 0);
  leave_trouble(data);
  Served served(data);
  check_events(data);
  CHECK_THAT(told(data, {"jobs", "list"}).out, Catch::Contains("the disk was full"));
  CHECK(told(data, {"jobs", "run", "job-1"}).code == 0);
  CHECK(told(data, {"jobs", "drop", "job-2", "--reason", "module retiré"}).code == 0);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string left = "job-1";
  while (left.find("job-1") != std::string::npos && std::chrono::steady_clock::now() < end)
    left = told(data, {"jobs", "list", "--json"}).out;
  CHECK_THAT(left, !Catch::Contains("job-1"));
  const auto stopped = served.stop();
  CHECK(stopped.code == 0);
  CHECK_THAT(stopped.err, Catch::Contains("module retiré") && Catch::Contains("event-2"));
}
